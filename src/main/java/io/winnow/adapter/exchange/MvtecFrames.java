package io.winnow.adapter.exchange;

import io.winnow.core.exchange.FrameWriter;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageEncoder;
import io.winnow.core.image.ImageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A tree as MVTec AD has it, in a zip. Every third normal frame is a test frame, the others are for training. Beside the tree stands
 * {@value #TABLE}, which says which frame each file is. Used by one thread.
 */
final class MvtecFrames implements FrameWriter {
    static final String TABLE = "frames.csv";
    static final String UNLABELLED = "unlabelled";
    static final String UNSURE = "unsure";

    private final ZipOut zip;
    private final Spool table = new Spool();
    private final Rows rows = new Rows(table.out());
    private final Names names = new Names();
    private final ImageEncoder encoder;
    private int normals;

    MvtecFrames(OutputStream out, ImageEncoder encoder) throws IOException {
        this.zip = new ZipOut(out);
        this.encoder = encoder;
    }

    @Override
    public void add(StoredFrame frame, Optional<EncodedImage> image) throws IOException {
        if (image.isEmpty()) {
            rows.add(frame, "");
            return;
        }
        Optional<byte[]> mask = mask(frame);
        String folder = folder(frame, mask.isPresent());
        String name = names.file(folder, frame.inspection().frame().value(), "");
        String file = folder + "/" + name + ImageNames.extension(image.get());
        zip.add(file, image.get());
        if (mask.isPresent()) {
            ImageSize size = frame.inspection().imageSize().orElseThrow();
            zip.add(
                    "ground_truth/" + folder.substring("test/".length()) + "/" + name + "_mask.png",
                    encoder.greyPng(mask.get(), size));
        }
        rows.add(frame, file);
    }

    /** The marked pixels; empty where none is marked. */
    private static Optional<byte[]> mask(StoredFrame frame) {
        if (frame.label().isEmpty() || frame.inspection().imageSize().isEmpty()) {
            return Optional.empty();
        }
        byte[] mask =
                frame.label().get().marks().mask(frame.inspection().imageSize().get());
        for (byte pixel : mask) {
            if (pixel != 0) {
                return Optional.of(mask);
            }
        }
        return Optional.empty();
    }

    private String folder(StoredFrame frame, boolean marked) {
        return switch (frame.word().orElse("")) {
            case "normal" -> normals++ % 3 == 1 ? "test/good" : "train/good";
            case "defect" -> "test/" + names.folder(frame.defectType()) + (marked ? "" : Names.UNMARKED);
            case "unsure" -> UNSURE;
            default -> UNLABELLED;
        };
    }

    @Override
    public void close() throws IOException {
        try (table) {
            rows.close();
            zip.add(TABLE, table);
            zip.finish();
        }
    }
}
