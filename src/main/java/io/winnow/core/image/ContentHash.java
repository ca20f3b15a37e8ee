package io.winnow.core.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of some bytes, in lower-case hexadecimal: the name under which content is stored.
 *
 * @throws IllegalArgumentException when it is not 64 hexadecimal digits
 */
public record ContentHash(String hex) {
    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{64}");

    public ContentHash {
        if (!ALLOWED.matcher(hex).matches()) {
            throw new IllegalArgumentException("content hash '%.70s' must be 64 lower-case hex digits".formatted(hex));
        }
    }

    /** Hash of the bytes from position to limit; the buffer's position is left as it was. */
    public static ContentHash of(ByteBuffer bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes.duplicate());
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    /** A fresh SHA-256 digest, for callers that hash streams. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
