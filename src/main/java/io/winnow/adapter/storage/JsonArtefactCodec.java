package io.winnow.adapter.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.feature.Quantisation;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.StorageException;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactCodec;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.BackboneReport;
import io.winnow.core.model.ParityReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Manifests of artefacts as JSON that a person can read; an unknown key is an error. Thread-safe. */
public final class JsonArtefactCodec implements ArtefactCodec {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private record SealRow(long bytes, String sha256) {}

    private record FrameRow(String file, String frame, double score, double peak, boolean rejected) {}

    private record GoldenRow(double tolerance, List<FrameRow> frames, ParityReport check) {}

    private record Row(
            int format,
            ManifestRow model,
            String backboneSha256,
            String poolSha256,
            String ledgerSha256,
            Map<String, SealRow> files,
            Artefact.Calibration calibration,
            GoldenRow golden,
            Artefact.Environment environment,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ReportRow backboneReport) {}

    private record ReportRow(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Quantisation int8,

            @JsonInclude(JsonInclude.Include.NON_NULL) BackboneReport.@Nullable Comparison comparison,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String refusal) {
        static ReportRow of(BackboneReport report) {
            return new ReportRow(
                    report.int8().orElse(null),
                    report.comparison().orElse(null),
                    report.refusal().orElse(null));
        }

        BackboneReport report() {
            return new BackboneReport(
                    Optional.ofNullable(int8), Optional.ofNullable(comparison), Optional.ofNullable(refusal));
        }
    }

    @Override
    public byte[] write(Artefact artefact) {
        Map<String, SealRow> files = new TreeMap<>();
        artefact.files()
                .forEach((name, seal) ->
                        files.put(name, new SealRow(seal.bytes(), seal.sha256().hex())));
        Artefact.Golden golden = artefact.golden();
        Row row = new Row(
                artefact.format(),
                ManifestRow.of(artefact.model()),
                artefact.backbone().hex(),
                artefact.pool().hex(),
                artefact.ledger().hex(),
                files,
                artefact.calibration(),
                new GoldenRow(
                        golden.tolerance(),
                        golden.frames().stream()
                                .map(frame -> new FrameRow(
                                        frame.file(),
                                        frame.frame().value(),
                                        frame.score(),
                                        frame.peak(),
                                        frame.rejected()))
                                .toList(),
                        golden.check()),
                artefact.environment(),
                artefact.backboneReport().map(ReportRow::of).orElse(null));
        try {
            return MAPPER.writeValueAsBytes(row);
        } catch (IOException e) {
            throw new StorageException(
                    "the manifest of model %s cannot be written as JSON".formatted(row.model.version()), e);
        }
    }

    @Override
    public Artefact read(byte[] bytes) throws ArtefactException {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            requireFormat(json.path("format"));
            return artefact(MAPPER.treeToValue(json, Row.class));
        } catch (ArtefactException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ArtefactException("%s is damaged: it is no manifest: %.200s".formatted(Artefact.FILE, e), e);
        }
    }

    private static void requireFormat(JsonNode format) throws ArtefactException {
        if (!format.isInt()) {
            throw new ArtefactException(
                    "%s is damaged: format is '%.20s', must be an integer".formatted(Artefact.FILE, format.asText()));
        }
        if (format.asInt() != Artefact.FORMAT) {
            throw new ArtefactException("%s is of a%s format: format is %d, this program reads %d; refit the station"
                    .formatted(
                            Artefact.FILE,
                            format.asInt() < Artefact.FORMAT ? "n older" : " newer",
                            format.asInt(),
                            Artefact.FORMAT));
        }
    }

    private static Artefact artefact(Row row) {
        Map<String, Artefact.Seal> files = new TreeMap<>();
        row.files.forEach((name, seal) -> files.put(name, new Artefact.Seal(seal.bytes, new ContentHash(seal.sha256))));
        return new Artefact(
                row.format,
                row.model.manifest(),
                new ContentHash(row.backboneSha256),
                new ContentHash(row.poolSha256),
                new ContentHash(row.ledgerSha256),
                files,
                row.calibration,
                new Artefact.Golden(
                        row.golden.tolerance,
                        row.golden.frames.stream()
                                .map(frame -> new Artefact.GoldenFrame(
                                        frame.file, new FrameId(frame.frame), frame.score, frame.peak, frame.rejected))
                                .toList(),
                        row.golden.check),
                row.environment,
                Optional.ofNullable(row.backboneReport).map(ReportRow::report));
    }
}
