package io.winnow.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Encoded images made by the JDK, a second opinion beside OpenCV. */
public final class Pictures {
    private Pictures() {}

    /** A colour gradient: red grows to the right, green downwards, blue is constant. */
    public static BufferedImage gradient(int height, int width, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = 255 * x / Math.max(1, width - 1);
                int green = 255 * y / Math.max(1, height - 1);
                image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | 64);
            }
        }
        return image;
    }

    /** The gradient as a colour JPEG. */
    public static byte[] jpeg(int height, int width) {
        return encode(gradient(height, width, BufferedImage.TYPE_INT_RGB), "jpg", false);
    }

    /** The gradient as a progressive JPEG. */
    public static byte[] progressiveJpeg(int height, int width) {
        return encode(gradient(height, width, BufferedImage.TYPE_INT_RGB), "jpg", true);
    }

    /** The gradient as a colour PNG. */
    public static byte[] png(int height, int width) {
        return encode(gradient(height, width, BufferedImage.TYPE_INT_RGB), "png", false);
    }

    /** An image in a format that the JDK writes. */
    public static byte[] encode(BufferedImage image, String format, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (progressive) {
                options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            if (format.equals("jpg")) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionQuality(0.95f);
            }
            writer.write(null, new IIOImage(image, null, null), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A JPEG with an EXIF segment that holds nothing but an orientation. */
    public static byte[] withOrientation(byte[] jpeg, int orientation, boolean littleEndian) {
        int[] little = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0};
        int[] big = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0};
        int[] tiff = littleEndian ? little : big;
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(jpeg, 0, 2);
        int[] start = {0xff, 0xe1, 0, 2 + 6 + tiff.length, 'E', 'x', 'i', 'f', 0, 0};
        for (int b : start) {
            result.write(b);
        }
        for (int b : tiff) {
            result.write(b);
        }
        result.write(jpeg, 2, jpeg.length - 2);
        return result.toByteArray();
    }
}
