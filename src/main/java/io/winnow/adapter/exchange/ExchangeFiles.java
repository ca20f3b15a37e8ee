package io.winnow.adapter.exchange;

import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.FrameWriter;
import io.winnow.core.exchange.ImportFile;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.exchange.MaskReader;
import io.winnow.core.image.ImageEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads the file formats of labels and frames. Thread-safe. */
public final class ExchangeFiles implements FrameWriter.Factory, ImportFile.Opener {
    private final ImageEncoder encoder;
    private final MaskReader masks;

    public ExchangeFiles(ImageEncoder encoder, MaskReader masks) {
        this.encoder = encoder;
        this.masks = masks;
    }

    @Override
    public FrameWriter open(ExportFormat format, boolean images, OutputStream out) throws IOException {
        return switch (format) {
            case MVTEC -> new MvtecFrames(out, encoder);
            case COCO -> new CocoFrames(images, out);
            case CSV -> new CsvFrames(images, out);
        };
    }

    @Override
    public ImportFile open(Path file) throws IOException, RefusedException {
        int[] first = new int[2];
        try (InputStream bytes = Files.newInputStream(file)) {
            first[0] = bytes.read();
            first[1] = bytes.read();
        }
        if (first[0] < 0) {
            throw new RefusedException("the file is empty; it must be a zip, a COCO JSON or a CSV");
        }
        if (first[0] == 'P' && first[1] == 'K') {
            return open(new ZipIn(file));
        }
        return first[0] == '{' ? new CocoFile(file) : new CsvFile(file);
    }

    private ImportFile open(ZipIn zip) throws IOException, RefusedException {
        try {
            if (zip.find(CsvFrames.TABLE).isPresent()) {
                return new CsvFile(zip);
            }
            if (MvtecFile.matches(zip)) {
                return new MvtecFile(zip, masks);
            }
            if (zip.json().isPresent()) {
                return new CocoFile(zip);
            }
            throw new RefusedException(
                    "the zip has no labels.csv, no train/good and test folders (MVTec) and no JSON file (COCO);"
                            + " it begins with '%.80s'"
                                    .formatted(zip.names().stream().findFirst().orElse("nothing")));
        } catch (RefusedException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }
}
