package io.winnow.adapter.exchange;

import io.winnow.core.exchange.FrameWriter;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.image.EncodedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** One table, alone or in a zip beside a folder of images. Used by one thread. */
final class CsvFrames implements FrameWriter {
    static final String TABLE = "labels.csv";
    private static final String IMAGES = "images";

    private final Optional<ZipOut> zip;
    private final Optional<Spool> spool;
    private final Rows rows;
    private final Names names = new Names();

    CsvFrames(boolean images, OutputStream out) throws IOException {
        zip = images ? Optional.of(new ZipOut(out)) : Optional.empty();
        spool = images ? Optional.of(new Spool()) : Optional.empty();
        rows = new Rows(spool.map(Spool::out).orElse(out));
    }

    @Override
    public void add(StoredFrame frame, Optional<EncodedImage> image) throws IOException {
        String file = "";
        if (zip.isPresent() && image.isPresent()) {
            String name = names.file(IMAGES, frame.inspection().frame().value(), ImageNames.extension(image.get()));
            file = IMAGES + "/" + name;
            zip.get().add(file, image.get());
        }
        rows.add(frame, file);
    }

    @Override
    public void close() throws IOException {
        rows.close();
        if (zip.isPresent() && spool.isPresent()) {
            try (Spool table = spool.get()) {
                zip.get().add(TABLE, table);
                zip.get().finish();
            }
        }
    }
}
