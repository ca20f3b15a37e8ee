package io.winnow.app.perf;

import io.winnow.adapter.opencv.OpenCvImageEncoder;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * JPEG pictures of a brushed plate with sensor noise, about as large as those of a camera, and any number of copies that differ in a
 * comment alone: to a store each is a frame of its own. Used by one thread.
 */
final class Pictures {
    private static final int QUALITY = 90;
    private static final int NOISE_DEVIATION = 3;
    /** After the two bytes that begin a JPEG. */
    private static final int COMMENT_AT = 2;

    private static final int COMMENT_MARKER = 0xfffe;

    private final List<byte[]> pictures = new ArrayList<>();
    private long copies;

    Pictures(ImageSize size, int count, long seed) {
        OpenCvImageEncoder encoder = new OpenCvImageEncoder();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            pictures.add(
                    encoder.jpeg(plate(size, random.split()), size, QUALITY).toByteArray());
        }
    }

    /** Each picture as it is. */
    List<EncodedImage> originals() {
        return pictures.stream().map(bytes -> EncodedImage.adopt(bytes.clone())).toList();
    }

    /** The pictures in turn, each time with another comment. */
    EncodedImage next() {
        byte[] picture = pictures.get((int) (copies % pictures.size()));
        byte[] comment = "%016x".formatted(copies++).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer copy = ByteBuffer.allocate(picture.length + comment.length + 2 * Short.BYTES);
        copy.put(picture, 0, COMMENT_AT);
        copy.putShort((short) COMMENT_MARKER).putShort((short) (comment.length + Short.BYTES));
        copy.put(comment).put(picture, COMMENT_AT, picture.length - COMMENT_AT);
        return EncodedImage.adopt(copy.array());
    }

    private static byte[] plate(ImageSize size, SplittableRandom random) {
        byte[] rgb = new byte[Math.toIntExact(3 * size.area())];
        double phase = random.nextDouble(2 * Math.PI);
        int at = 0;
        for (int y = 0; y < size.height(); y++) {
            double brushed = 120 + 25 * Math.sin(phase + y * 0.11) + 12 * random.nextGaussian();
            for (int x = 0; x < size.width(); x++) {
                double grey = brushed + 20 * Math.sin(phase + x * 0.017) + NOISE_DEVIATION * random.nextGaussian();
                for (int c = 0; c < 3; c++) {
                    rgb[at++] = (byte) Math.max(0, Math.min(255, Math.round(grey - 4 * c)));
                }
            }
        }
        return rgb;
    }
}
