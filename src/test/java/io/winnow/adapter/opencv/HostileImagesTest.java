package io.winnow.adapter.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.Preprocessing.Normalisation;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.image.UndecodableImageException.Cause;
import io.winnow.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that are broken or mean harm, through the decoder that the service uses. */
class HostileImagesTest {
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(RegionOfInterest.WHOLE, new ImageSize(32, 32), Normalisation.NONE);

    private final OpenCvImageDecoder decoder = new OpenCvImageDecoder(DecodeLimits.DEFAULT);

    static Stream<Arguments> refused() throws IOException {
        byte[] jpeg = Pictures.jpeg(48, 64);
        byte[] png = Pictures.png(48, 64);
        return Stream.of(
                Arguments.of("no bytes", new byte[0], Cause.EMPTY),
                Arguments.of("text", "This is no picture".getBytes(StandardCharsets.UTF_8), Cause.UNREADABLE),
                Arguments.of("zeros", new byte[10_000], Cause.UNREADABLE),
                Arguments.of("half a JPEG", Arrays.copyOf(jpeg, jpeg.length / 2), Cause.TRUNCATED),
                Arguments.of("half a PNG", Arrays.copyOf(png, png.length / 2), Cause.TRUNCATED),
                Arguments.of("first bytes of a JPEG", Arrays.copyOf(jpeg, 4), Cause.TRUNCATED),
                Arguments.of("PNG of 65,535 x 65,535", pngHeader(png, 65_535, 65_535), Cause.ABSURD_DIMENSIONS),
                Arguments.of("PNG of 2^31 x 2^31", pngHeader(png, 1 << 31, 1 << 31), Cause.ABSURD_DIMENSIONS),
                Arguments.of("JPEG of 65,535 x 65,535", jpegFrame(jpeg, 0xffff, 0xffff), Cause.ABSURD_DIMENSIONS),
                Arguments.of("PNG whose header says more than there is", pngHeader(png, 480, 64), Cause.UNREADABLE),
                Arguments.of("CMYK JPEG", components(jpeg, 4), Cause.UNSUPPORTED),
                Arguments.of("12-bit JPEG", precision(jpeg, 12), Cause.UNSUPPORTED),
                Arguments.of("lossless JPEG", frameType(jpeg, 0xc3), Cause.UNSUPPORTED),
                Arguments.of("arithmetic JPEG", frameType(jpeg, 0xc9), Cause.UNSUPPORTED),
                Arguments.of("JPEG of 1,000 scans", manyScans(), Cause.UNSUPPORTED),
                Arguments.of("GIF", encoded("gif"), Cause.UNSUPPORTED),
                Arguments.of("BMP", encoded("bmp"), Cause.UNSUPPORTED),
                Arguments.of("TIFF", encoded("tiff"), Cause.UNSUPPORTED),
                Arguments.of("TIFF with an offset beyond its end", tiffWithHostileOffset(), Cause.UNSUPPORTED),
                Arguments.of("WebP", ascii("RIFF\24\0\0\0WEBPVP8X"), Cause.UNSUPPORTED),
                Arguments.of("AVIF", ascii("\0\0\0\34ftypavif"), Cause.UNSUPPORTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String what, byte[] bytes, Cause cause) {
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOfSatisfying(
                        UndecodableImageException.class,
                        e -> assertThat(e.category()).as(e.getMessage()).isEqualTo(cause));
    }

    static Stream<Arguments> read() {
        return Stream.of(
                Arguments.of("progressive JPEG", Pictures.progressiveJpeg(48, 64)),
                Arguments.of("16-bit PNG", encoded("png", BufferedImage.TYPE_USHORT_GRAY)),
                Arguments.of("PNG with transparency", encoded("png", BufferedImage.TYPE_INT_ARGB)),
                Arguments.of("JPEG with bytes behind its end", Arrays.copyOf(Pictures.jpeg(48, 64), 100_000)),
                Arguments.of("animated PNG: the still image", animated(Pictures.png(48, 64))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void read(String what, byte[] bytes) throws UndecodableImageException {
        assertThat(decode(bytes)).isEqualTo(new ImageSize(48, 64));
    }

    /** 3,000 bytes that become 50 million pixels: within the limits, and decoded in the memory of its pixels. */
    @Test
    void pngBombWithinTheLimits_isDecodedInBoundedMemory() throws Exception {
        byte[] bomb = monochromePng(5_000, 10_000);
        assertThat(bomb.length).isLessThan(20_000);
        long before = residentBytes();

        assertThat(decode(bomb)).isEqualTo(new ImageSize(5_000, 10_000));

        assertThat(residentBytes() - before).isLessThan(600L << 20);
    }

    @Test
    void pngBombBeyondTheLimits_isRefusedBeforeAnythingIsAllocated() throws Exception {
        byte[] bomb = monochromePng(16_000, 16_000);
        long before = residentBytes();

        assertThatThrownBy(() -> decode(bomb)).hasMessageContaining("at most 50000000 pixels");

        assertThat(residentBytes() - before).isLessThan(50L << 20);
    }

    private ImageSize decode(byte[] bytes) throws UndecodableImageException {
        InputTensor tensor = new InputTensor(PREPROCESSING.inputSize());
        try (DecodedImage image = decoder.decode(EncodedImage.adopt(bytes), PREPROCESSING)) {
            image.prepare(PREPROCESSING, tensor);
            return image.size();
        }
    }

    private static long residentBytes() throws IOException {
        return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] ascii(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 64);
    }

    private static byte[] encoded(String format) {
        return encoded(format, BufferedImage.TYPE_INT_RGB);
    }

    private static byte[] encoded(String format, int type) {
        return Pictures.encode(Pictures.gradient(48, 64, type), format, false);
    }

    private static byte[] tiffWithHostileOffset() {
        return ByteBuffer.allocate(64)
                .put(new byte[] {'I', 'I', 42, 0, -1, -1, -1, 0x7f})
                .array();
    }

    private static byte[] pngHeader(byte[] png, int height, int width) {
        byte[] changed = png.clone();
        ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(changed, 12, 17);
        ByteBuffer.wrap(changed).putInt(29, (int) checksum.getValue());
        return changed;
    }

    /** Where the frame header's marker is. */
    private static int frameAt(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xc0) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        return at;
    }

    private static byte[] at(byte[] jpeg, int offset, int... values) {
        byte[] changed = jpeg.clone();
        int frame = frameAt(jpeg);
        for (int i = 0; i < values.length; i++) {
            changed[frame + offset + i] = (byte) values[i];
        }
        return changed;
    }

    private static byte[] jpegFrame(byte[] jpeg, int height, int width) {
        return at(jpeg, 5, height >> 8, height, width >> 8, width);
    }

    private static byte[] precision(byte[] jpeg, int bits) {
        return at(jpeg, 4, bits);
    }

    private static byte[] components(byte[] jpeg, int count) {
        return at(jpeg, 9, count);
    }

    private static byte[] frameType(byte[] jpeg, int marker) {
        return at(jpeg, 1, marker);
    }

    /** The last scan of a progressive JPEG again and again. */
    private static byte[] manyScans() {
        byte[] jpeg = Pictures.progressiveJpeg(48, 64);
        int last = 0;
        for (int at = 0; at + 1 < jpeg.length; at++) {
            last = jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xda ? at : last;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, last);
        for (int scan = 0; scan < 1_000; scan++) {
            bytes.write(jpeg, last, jpeg.length - 2 - last);
        }
        bytes.write(jpeg, jpeg.length - 2, 2);
        return bytes.toByteArray();
    }

    /** With the chunk that announces an animation of two pictures. */
    private static byte[] animated(byte[] png) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        byte[] chunk = chunk("acTL", ByteBuffer.allocate(8).putInt(2).putInt(0).array());
        bytes.write(chunk, 0, chunk.length);
        bytes.write(png, 33, png.length - 33);
        return bytes.toByteArray();
    }

    private static byte[] monochromePng(int height, int width) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        bytes.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 1)
                        .put(new byte[4])
                        .array()));
        Deflater deflater = new Deflater(9);
        byte[] rows = new byte[height * (1 + (width + 7) / 8)];
        deflater.setInput(rows);
        deflater.finish();
        byte[] packed = new byte[1 << 20];
        int length = deflater.deflate(packed);
        deflater.end();
        bytes.writeBytes(chunk("IDAT", Arrays.copyOf(packed, length)));
        bytes.writeBytes(chunk("IEND", new byte[0]));
        return bytes.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }
}
