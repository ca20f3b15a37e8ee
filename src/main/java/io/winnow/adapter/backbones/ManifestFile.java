package io.winnow.adapter.backbones;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A manifest as it stands in a file, beside its backbone or in the catalogue. An unknown or a missing key is an error. */
@JsonPropertyOrder({"name", "sha256", "licence", "source", "mean", "deviation", "sizeMultiple", "outputs", "standardise"
})
record ManifestFile(
        String name,
        String sha256,
        String licence,
        String source,
        List<Float> mean,
        List<Float> deviation,
        int sizeMultiple,
        List<String> outputs,
        boolean standardise) {
    private static final int COLOURS = 3;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    /** The catalogue's file: manifests without their backbones. */
    private record Catalogue(List<ManifestFile> backbones) {}

    static BackboneManifest read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), ManifestFile.class).toManifest(file);
    }

    static List<BackboneManifest> readCatalogue(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Catalogue.class).backbones().stream()
                .map(entry -> entry.toManifest(file))
                .toList();
    }

    static byte[] toBytes(BackboneManifest manifest) throws IOException {
        Normalisation n = manifest.normalisation();
        ManifestFile file = new ManifestFile(
                manifest.name(),
                manifest.sha256().hex(),
                manifest.licence(),
                manifest.source(),
                List.of(n.meanR(), n.meanG(), n.meanB()),
                List.of(n.deviationR(), n.deviationG(), n.deviationB()),
                manifest.sizeMultiple(),
                manifest.outputs(),
                manifest.standardise());
        return (WRITER.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private BackboneManifest toManifest(Path file) {
        if (mean.size() != COLOURS || deviation.size() != COLOURS) {
            throw new IllegalArgumentException("%s: backbone %s has %d means and %d deviations, must have 3 of each"
                    .formatted(file, name, mean.size(), deviation.size()));
        }
        return new BackboneManifest(
                name,
                new ContentHash(sha256),
                licence,
                source,
                new Normalisation(
                        mean.get(0), mean.get(1), mean.get(2), deviation.get(0), deviation.get(1), deviation.get(2)),
                sizeMultiple,
                outputs,
                standardise);
    }
}
