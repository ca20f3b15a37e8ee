package io.winnow.adapter.backbones;

import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/** Brings a file of known hash here. */
final class Download {
    /** Far above any backbone that runs on a production line. */
    private static final long MAX_BYTES = 2L << 30;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;

    private Download() {}

    /**
     * Writes the file at an address to {@code target}.
     *
     * @throws UnusableBackboneException when it cannot be had or has another hash; what was written is the caller's to remove
     */
    static void fetch(URI location, ContentHash expected, Path target) throws UnusableBackboneException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream source = open(location);
                InputStream limited = new DigestInputStream(new Limited(source), digest)) {
            Files.copy(limited, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UnusableBackboneException("%s cannot be read: %s".formatted(location, describe(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableBackboneException("%s: download was interrupted".formatted(location), e);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(expected.hex())) {
            throw new UnusableBackboneException(
                    "%s has sha256 %s, expected %s; nothing was installed".formatted(location, actual, expected));
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static InputStream open(URI location) throws IOException, InterruptedException, UnusableBackboneException {
        return switch (String.valueOf(location.getScheme())) {
            case "file" -> Files.newInputStream(Path.of(location));
            case "http", "https" -> openHttp(location);
            default ->
                throw new UnusableBackboneException("%s: scheme must be file, http or https".formatted(location));
        };
    }

    private static InputStream openHttp(URI location) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        HttpResponse<InputStream> response =
                client.send(HttpRequest.newBuilder(location).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != OK) {
            response.body().close();
            throw new IOException("server answered with status " + response.statusCode());
        }
        return response.body();
    }

    /** A stream that refuses to grow beyond {@link #MAX_BYTES}. */
    private static final class Limited extends FilterInputStream {
        private long left = MAX_BYTES;

        Limited(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("more than %d bytes".formatted(MAX_BYTES));
            }
        }
    }
}
