package io.winnow.adapter.exchange;

import io.winnow.core.exchange.FrameClaim;
import io.winnow.core.exchange.FrameClaim.Said;
import io.winnow.core.exchange.ImportFile.Content;
import io.winnow.core.exchange.ImportFile.Refusal;
import io.winnow.core.exchange.ImportFile.RefusedException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.UndecodableImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what a file says: claims, and what is refused of it with the reason. Used by one thread. */
final class Claims {
    static final int MOST_FRAMES = 20_000;

    /** An image of the file. */
    record Image(ContentHash hash, ImageSize size) {}

    private final List<FrameClaim> claims = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();

    /** A claim that breaks a rule: it alone is refused. */
    static final class BadClaimException extends Exception {
        private static final long serialVersionUID = 1;

        BadClaimException(String message) {
            super(message);
        }
    }

    @FunctionalInterface
    interface Reading {
        FrameClaim read() throws IOException, RefusedException, BadClaimException;
    }

    /** Reads one claim; what is wrong with it is refused, and reading goes on. */
    void add(String source, Reading reading) throws IOException, RefusedException {
        if (claims.size() + refused.size() >= MOST_FRAMES) {
            throw new RefusedException(
                    "the file speaks of more than %d frames; bring it in parts".formatted(MOST_FRAMES));
        }
        try {
            claims.add(reading.read());
        } catch (BadClaimException | IllegalArgumentException e) {
            refuse(source, String.valueOf(e.getMessage()));
        }
    }

    void refuse(String source, String why) {
        refused.add(new Refusal(source, why));
    }

    Content content() {
        return new Content(claims, refused);
    }

    /** What image some bytes are. */
    static Image image(byte[] bytes) throws BadClaimException {
        EncodedImage image = EncodedImage.adopt(bytes);
        try {
            return new Image(
                    image.hash(), ImageHeader.read(image, DecodeLimits.DEFAULT).size());
        } catch (UndecodableImageException e) {
            throw new BadClaimException(String.valueOf(e.getMessage()));
        }
    }

    static Instant instant(String what, String text) throws BadClaimException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadClaimException(
                    "%s '%.40s' must be an ISO 8601 time such as 2026-01-31T23:59:59Z".formatted(what, text));
        }
    }

    /** A frame's name made of a path; every path has another one. */
    static FrameId frameOf(String path) {
        String plain = path.replaceAll("[^A-Za-z0-9._:-]", "_");
        boolean same = plain.equals(path.replace('/', '_')) && plain.length() <= 128;
        String mark = ContentHash.of(ByteBuffer.wrap(path.getBytes(StandardCharsets.UTF_8)))
                .hex()
                .substring(0, 8);
        return new FrameId(same ? plain : mark + "-" + plain.substring(Math.max(0, plain.length() - 100)));
    }

    /** A claim with an image that came along. */
    static FrameClaim of(
            String source,
            Optional<FrameId> frame,
            Optional<Instant> capturedAt,
            String name,
            Image image,
            Optional<Said> label) {
        return new FrameClaim(
                source,
                frame,
                capturedAt,
                Optional.of(image.hash()),
                Optional.of(name),
                Optional.of(image.size()),
                label);
    }
}
