package io.winnow.adapter.opencv;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.HeatmapRenderer;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Draws heatmaps with the Turbo colour map, whose lightness has no false edges (Mikhailov 2019). Scores are drawn relative
 * to the threshold: half of it and below is fully transparent, the threshold itself is green, 1.5 times the threshold and
 * above is dark red. Thread-safe.
 */
public final class OpenCvHeatmapRenderer implements HeatmapRenderer {
    /** Relative score at which drawing begins; one unit above it is the end of the colour scale. */
    private static final double FIRST_DRAWN = 0.5;

    /** Opacity at the end of the scale, so that the image stays visible. */
    private static final double MAX_OPACITY = 0.8;

    /** Loads the native library. */
    public OpenCvHeatmapRenderer() {
        OpenCvLibrary.load();
    }

    @Override
    public EncodedImage render(
            float[] scores, ImageSize grid, RegionOfInterest region, double threshold, ImageSize size) {
        if (scores.length != grid.area()) {
            throw new IllegalArgumentException(
                    "score grid %s needs %d scores, got %d".formatted(grid, grid.area(), scores.length));
        }
        if (!(threshold > 0) || Double.isInfinite(threshold)) {
            throw new IllegalArgumentException("threshold is %s, must be finite and above 0".formatted(threshold));
        }
        try (Matrices matrices = new Matrices()) {
            Mat picture = matrices.keep(new Mat(size.height(), size.width(), CvType.CV_8UC4, new Scalar(0)));
            PixelBox box = PixelBox.of(region, size);
            Mat colours = colours(scores, grid, threshold, box, matrices);
            colours.copyTo(matrices.keep(picture.submat(box.toRect())));
            return OpenCvImageEncoder.encode(picture, ".png", matrices);
        }
    }

    /** Blue, green, red and opacity of each pixel of the box. */
    private static Mat colours(float[] scores, ImageSize grid, double threshold, PixelBox box, Matrices matrices) {
        Mat map = matrices.keep(new Mat(grid.height(), grid.width(), CvType.CV_32F));
        map.put(0, 0, scores);
        Mat enlarged = matrices.create();
        Imgproc.resize(map, enlarged, new Size(box.width(), box.height()), 0, 0, Imgproc.INTER_LINEAR);
        Mat level = matrices.create();
        // The conversion saturates: below the first drawn score 0, above the end of the scale 255.
        enlarged.convertTo(level, CvType.CV_8U, 255 / threshold, -255 * FIRST_DRAWN);
        Mat opacity = matrices.create();
        level.convertTo(opacity, CvType.CV_8U, MAX_OPACITY);
        Mat bgr = matrices.create();
        Imgproc.applyColorMap(level, bgr, Imgproc.COLORMAP_TURBO);
        Mat bgra = matrices.create();
        Core.merge(List.of(bgr, opacity), bgra);
        return bgra;
    }
}
