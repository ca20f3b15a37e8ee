package io.winnow.adapter.exchange;

import io.winnow.adapter.exchange.Claims.Image;
import io.winnow.core.exchange.ExportFormat;
import io.winnow.core.exchange.FrameClaim;
import io.winnow.core.exchange.ImportFile;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A table, alone or in a zip with images. Used by one thread. */
final class CsvFile implements ImportFile {
    private final Optional<ZipIn> zip;
    private final Optional<Path> plain;

    CsvFile(ZipIn zip) {
        this.zip = Optional.of(zip);
        this.plain = Optional.empty();
    }

    CsvFile(Path plain) {
        this.zip = Optional.empty();
        this.plain = Optional.of(plain);
    }

    @Override
    public ExportFormat format() {
        return ExportFormat.CSV;
    }

    private List<Row> rows() throws IOException, RefusedException {
        if (zip.isPresent()) {
            return Row.all(new ByteArrayInputStream(zip.get().read(CsvFrames.TABLE, ZipIn.MOST_TEXT)));
        }
        Path file = plain.orElseThrow();
        if (Files.size(file) > ZipIn.MOST_TEXT) {
            throw new RefusedException(
                    "the table has %d bytes; at most %d are taken".formatted(Files.size(file), ZipIn.MOST_TEXT));
        }
        try (InputStream table = Files.newInputStream(file)) {
            return Row.all(table);
        }
    }

    @Override
    public Content read(BiConsumer<Integer, Integer> progress) throws IOException, RefusedException {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            throw new RefusedException(
                    "the table has no lines; the first must name the columns, and one must be frame_id, sha256 or file");
        }
        boolean named = rows.get(0).cells().containsKey("frame_id")
                || rows.get(0).cells().containsKey("sha256")
                || rows.get(0).cells().containsKey("file");
        if (!named) {
            throw new RefusedException("the table's columns are %.200s; one must be frame_id, sha256 or file"
                    .formatted(rows.get(0).cells().keySet()));
        }
        Claims claims = new Claims();
        for (Row row : rows) {
            String source = "line " + row.line();
            claims.add(source, () -> claim(source, row));
            progress.accept(row.line() - 1, rows.size());
        }
        return claims.content();
    }

    private FrameClaim claim(String source, Row row) throws IOException, RefusedException, Claims.BadClaimException {
        Optional<String> file = zip.isPresent() ? row.cell("file") : Optional.empty();
        if (file.isEmpty()) {
            if (row.frame().isEmpty() && row.hash().isEmpty()) {
                throw new Claims.BadClaimException("the line has neither frame_id nor sha256; one must name the frame");
            }
            return new FrameClaim(
                    source, row.frame(), row.capturedAt(), row.hash(), Optional.empty(), Optional.empty(), row.label());
        }
        if (zip.get().find(file.get()).isEmpty()) {
            throw new Claims.BadClaimException("file '%.120s' is not in the zip".formatted(file.get()));
        }
        Image image = Claims.image(image(file.get()));
        Optional<ContentHash> stated = row.hash();
        if (stated.isPresent() && !stated.get().equals(image.hash())) {
            throw new Claims.BadClaimException("sha256 %s of file '%s' must be that of its bytes, %s"
                    .formatted(stated.get(), file.get(), image.hash()));
        }
        return Claims.of(
                source,
                row.frame().or(() -> Optional.of(Claims.frameOf(file.get()))),
                row.capturedAt(),
                file.get(),
                image,
                row.label());
    }

    @Override
    public byte[] image(String name) throws IOException, RefusedException {
        return zip.orElseThrow().read(name, DecodeLimits.DEFAULT.maxBytes());
    }

    @Override
    public void close() throws IOException {
        if (zip.isPresent()) {
            zip.get().close();
        }
    }
}
