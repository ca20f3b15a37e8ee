package io.winnow.exchange;

import io.winnow.adapter.exchange.ExchangeFiles;
import io.winnow.adapter.opencv.OpenCvImageEncoder;
import io.winnow.adapter.opencv.OpenCvMaskReader;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.FileFrameStore;
import io.winnow.adapter.storage.SqlExchangeStore;
import io.winnow.adapter.storage.SqlInspectionStore;
import io.winnow.adapter.storage.SqlLabelStore;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.ExportQuery;
import io.winnow.core.exchange.Exports;
import io.winnow.core.exchange.ImportRecord.Conflicts;
import io.winnow.core.exchange.Imports;
import io.winnow.core.exchange.Upload;
import io.winnow.core.exchange.Upload.State;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.core.inspection.StationId;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.review.Label;
import io.winnow.testing.Await;
import io.winnow.testing.Inspections;
import io.winnow.testing.Pictures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A station's stores with what takes labels and frames out and in. */
final class ExchangeRig implements AutoCloseable {
    static final StationId STATION = Inspections.STATION;
    static final Instant NOW = Inspections.NOON.plusSeconds(86_400);

    final SqlInspectionStore inspections;
    final SqlLabelStore labels;
    final SqlExchangeStore store;
    final FileFrameStore frames;
    final Imports imports;
    final List<InspectionId> told = new ArrayList<>();
    private final Exports exports;

    ExchangeRig(Path folder) throws IOException {
        Files.createDirectories(folder);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Database database = TestDatabase.create(folder);
        inspections = new SqlInspectionStore(database);
        labels = new SqlLabelStore(database, clock);
        store = new SqlExchangeStore(database);
        frames = new FileFrameStore(folder.resolve("frames"));
        ExchangeFiles files = new ExchangeFiles(new OpenCvImageEncoder(), new OpenCvMaskReader(DecodeLimits.DEFAULT));
        exports = new Exports(store, frames, files);
        imports = new Imports(
                new Imports.Tools(store, frames, files, (inspection, label) -> told.add(inspection), clock),
                folder.resolve("imports"));
    }

    /** Stores a frame of 48 rows and 64 columns, or a little more, so that each has other bytes. */
    Inspection frame(int number, String name) throws IOException {
        ImageSize size = new ImageSize(48, 64 + number);
        EncodedImage image = EncodedImage.adopt(
                number % 2 == 0
                        ? Pictures.png(size.height(), size.width())
                        : Pictures.jpeg(size.height(), size.width()));
        frames.put(image);
        Inspection inspection = new Inspection(
                new InspectionId("%08d".formatted(number)),
                STATION,
                new FrameId(name),
                Optional.empty(),
                Optional.empty(),
                image.hash(),
                Optional.of(size),
                Inspections.NOON.plusSeconds(number),
                Inspections.NOON.plusSeconds(number),
                Optional.of(new ModelVersion(1)),
                new Verdict.Pass(0.5, 1),
                List.of(),
                Optional.empty(),
                Timings.NONE,
                Optional.empty());
        inspections.save(inspection, new OutgoingEvent(inspection.id().value(), STATION, ByteBuffer.allocate(0)));
        return inspection;
    }

    Inspection labelled(int number, String name, Label label) throws IOException {
        Inspection inspection = frame(number, name);
        labels.put(inspection.id(), label);
        return inspection;
    }

    byte[] export(ExportFormat format, boolean labelledOnly, boolean images) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exports.write(
                new ExportQuery(STATION, Optional.empty(), Optional.empty(), labelledOnly),
                format,
                images,
                Optional.of("ticket"),
                out);
        return out.toByteArray();
    }

    Exports.Progress progress() {
        return exports.progress("ticket").orElseThrow();
    }

    /** Sends a file and waits for its check. */
    Upload check(byte[] file) throws Exception {
        Upload upload = imports.begin(STATION, "test file", "ada");
        imports.append(upload.id(), 0, new ByteArrayInputStream(file));
        imports.check(upload.id());
        return ended(upload.id(), State.CHECKING);
    }

    /** Applies a checked file and waits. */
    Upload apply(Upload upload, Conflicts conflicts) throws InterruptedException {
        imports.apply(upload.id(), conflicts);
        return ended(upload.id(), State.APPLYING);
    }

    private Upload ended(String id, State running) throws InterruptedException {
        Await.until(
                "the end of " + running, () -> imports.find(id).orElseThrow().state() != running);
        return imports.find(id).orElseThrow();
    }

    @Override
    public void close() {
        imports.close();
    }
}
