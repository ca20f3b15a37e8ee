package io.winnow.adapter.report;

import io.winnow.core.dataset.DatasetException;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionFinder;
import io.winnow.core.image.RegionOfInterest;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Small pictures of dataset images for a page, with boxes around their defects. Stateless. */
final class Thumbnails {
    private static final int LONGER_SIDE = 224;

    private final ImageFiles files;

    Thumbnails(ImageFiles files) {
        this.files = files;
    }

    /**
     * A picture as the page's script reads it.
     *
     * @param source data URI of a JPEG
     * @param width in pixels
     * @param height in pixels
     * @param type kind of defect, null for a normal image
     * @param boxes around its defects, each {@code [left, top, right, bottom]} in fractions of the image
     */
    record Thumbnail(
            String source, int width, int height, @Nullable String type, List<List<Double>> boxes) {}

    Thumbnail of(LabelledImage image) throws IOException {
        BufferedImage full =
                ImageIO.read(new ByteArrayInputStream(files.image(image.file()).toByteArray()));
        if (full == null) {
            throw new DatasetException("%s: is no image that can be shown".formatted(image.file()));
        }
        BufferedImage small = shrink(full);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(small, "jpg", jpeg);
        return new Thumbnail(
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray()),
                small.getWidth(),
                small.getHeight(),
                image.defectType().orElse(null),
                boxes(image, new ImageSize(small.getHeight(), small.getWidth())));
    }

    private static BufferedImage shrink(BufferedImage full) {
        double scale = Math.min(1, (double) LONGER_SIDE / Math.max(full.getWidth(), full.getHeight()));
        int width = Math.max(1, (int) Math.round(scale * full.getWidth()));
        int height = Math.max(1, (int) Math.round(scale * full.getHeight()));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = small.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        // Averages over areas, where drawing the image at once would skip pixels.
        canvas.drawImage(full.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        canvas.dispose();
        return small;
    }

    private List<List<Double>> boxes(LabelledImage image, ImageSize size) throws IOException {
        if (image.masks().isEmpty()) {
            return List.of();
        }
        byte[] mask = files.mask(image.masks(), size);
        float[] marked = new float[mask.length];
        for (int p = 0; p < mask.length; p++) {
            marked[p] = mask[p];
        }
        return RegionFinder.find(marked, size, RegionOfInterest.WHOLE, 0).stream()
                .map(region -> List.of(
                        region.box().left(),
                        region.box().top(),
                        region.box().right(),
                        region.box().bottom()))
                .toList();
    }
}
