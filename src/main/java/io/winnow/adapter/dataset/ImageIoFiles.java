package io.winnow.adapter.dataset;

import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Image and mask files through the JDK's ImageIO, which reads every format that the datasets come in. Stateless. */
public final class ImageIoFiles implements ImageFiles {
    private static final int JPEG_START = 0xFFD8;
    private static final int PNG_START = 0x8950;

    @Override
    public EncodedImage image(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int start = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        if (start == JPEG_START || start == PNG_START) {
            return EncodedImage.adopt(bytes);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        if (!ImageIO.write(decode(file), "png", png)) {
            throw new DatasetException("%s: its pixel format cannot be written as PNG".formatted(file));
        }
        return EncodedImage.adopt(png.toByteArray());
    }

    @Override
    public byte[] mask(List<Path> files, ImageSize size) throws IOException {
        byte[] union = new byte[Math.toIntExact(size.area())];
        for (Path file : files) {
            Raster mask = raster(file);
            if (!marksAnything(mask)) {
                throw new DatasetException("%s: marks no pixel; a mask of a defect must".formatted(file));
            }
            addNearest(mask, size, union);
            if (!contains(union, 1)) {
                addCovered(mask, size, union);
            }
        }
        return union;
    }

    /** Takes each target pixel from the source pixel in which its centre lies. */
    private static void addNearest(Raster mask, ImageSize size, byte[] union) {
        for (int y = 0; y < size.height(); y++) {
            int sourceY = (int) ((y + 0.5) * mask.getHeight() / size.height());
            for (int x = 0; x < size.width(); x++) {
                int sourceX = (int) ((x + 0.5) * mask.getWidth() / size.width());
                if (isMarked(mask, sourceX, sourceY)) {
                    union[y * size.width() + x] = 1;
                }
            }
        }
    }

    /** Marks each target pixel in which a marked source pixel lies: defects so thin that no centre hits them stay. */
    private static void addCovered(Raster mask, ImageSize size, byte[] union) {
        for (int y = 0; y < mask.getHeight(); y++) {
            for (int x = 0; x < mask.getWidth(); x++) {
                if (isMarked(mask, x, y)) {
                    int targetY = (int) ((y + 0.5) * size.height() / mask.getHeight());
                    int targetX = (int) ((x + 0.5) * size.width() / mask.getWidth());
                    union[targetY * size.width() + targetX] = 1;
                }
            }
        }
    }

    private static boolean contains(byte[] values, int wanted) {
        for (byte value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    static boolean marksAnything(Raster mask) {
        for (int y = 0; y < mask.getHeight(); y++) {
            for (int x = 0; x < mask.getWidth(); x++) {
                if (isMarked(mask, x, y)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMarked(Raster mask, int x, int y) {
        // Gray with alpha has 2 samples and RGB with alpha 4: the last one says nothing about defects.
        int samples = mask.getNumBands() % 2 == 0 ? mask.getNumBands() - 1 : mask.getNumBands();
        for (int sample = 0; sample < samples; sample++) {
            if (mask.getSample(x, y, sample) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The samples of an image file; for an image with a palette, its indexes. */
    static Raster raster(Path file) throws IOException {
        return decode(file).getRaster();
    }

    private static BufferedImage decode(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw new DatasetException("%s: cannot be read as an image: %s".formatted(file, e.getMessage()), e);
        }
        if (image == null) {
            throw new DatasetException("%s: is no JPEG, PNG, BMP or TIFF image".formatted(file));
        }
        return image;
    }
}
