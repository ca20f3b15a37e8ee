package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.adapter.simulation.ProductionLine;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageQuality;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.Verdict.Cause;
import io.winnow.core.inspection.Verdict.Undecided;
import io.winnow.core.watch.QualityLimits;
import io.winnow.core.watch.QualityRules;
import io.winnow.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Images as cameras spoil them, held against limits that were learnt from good ones: real images and the simulated line. */
class ImageQualityTest {
    private static final QualityRules RULES = new QualityRules(true, 6, 0.01);

    private final OpenCvImageDecoder decoder = new OpenCvImageDecoder(DecodeLimits.DEFAULT);

    private ImageQuality measure(EncodedImage image, ImageSize size) {
        Preprocessing preprocessing = new Preprocessing(RegionOfInterest.WHOLE, size, Preprocessing.Normalisation.NONE);
        try (DecodedImage decoded = decoder.decode(image, preprocessing)) {
            return decoded.quality(preprocessing).orElseThrow();
        } catch (UndecodableImageException e) {
            throw new AssertionError(e);
        }
    }

    private static List<EncodedImage> images(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return EncodedImage.adopt(Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private static EncodedImage spoil(EncodedImage image, UnaryOperator<Mat> how) {
        Mat pixels = Imgcodecs.imdecode(new MatOfByte(image.toByteArray()), Imgcodecs.IMREAD_COLOR);
        MatOfByte encoded = new MatOfByte();
        Imgcodecs.imencode(".png", how.apply(pixels), encoded);
        return EncodedImage.adopt(encoded.toArray());
    }

    private static Mat blurred(Mat pixels) {
        Mat target = new Mat();
        double sigma = pixels.cols() / 60.0;
        Imgproc.GaussianBlur(pixels, target, new Size(0, 0), sigma);
        return target;
    }

    private static Mat scaled(Mat pixels, double factor) {
        Mat target = new Mat();
        pixels.convertTo(target, -1, factor, 0);
        return target;
    }

    private static Mat covered(Mat pixels) {
        Mat target = new Mat(pixels.size(), pixels.type(), new Scalar(40, 42, 45));
        return target;
    }

    private void requireGate(List<EncodedImage> pool, List<EncodedImage> normal, ImageSize size) {
        QualityLimits limits = QualityLimits.learn(
                        pool.stream().map(image -> measure(image, size)).toList(), RULES)
                .orElseThrow();
        for (EncodedImage image : normal) {
            assertThat(limits.breach(measure(image, size))).isEmpty();
        }
        for (EncodedImage image : normal.subList(0, 10)) {
            assertThat(cause(limits, spoil(image, ImageQualityTest::blurred), size))
                    .contains(Cause.IMAGE_BLURRED);
            assertThat(cause(limits, spoil(image, pixels -> scaled(pixels, 0.3)), size))
                    .contains(Cause.IMAGE_DARK);
            assertThat(cause(limits, spoil(image, pixels -> scaled(pixels, 3)), size))
                    .contains(Cause.IMAGE_OVEREXPOSED);
            assertThat(cause(limits, spoil(image, ImageQualityTest::covered), size))
                    .contains(Cause.CAMERA_BLOCKED);
        }
    }

    private Optional<Cause> cause(QualityLimits limits, EncodedImage image, ImageSize size) {
        return limits.breach(measure(image, size)).map(Undecided::cause);
    }

    @ParameterizedTest
    @CsvSource({"cookie, 256, 192", "ball_screw, 256, 128"})
    void breach_realImages_normalOnesPassAndSpoiltOnesAreCaught(String category, int height, int width)
            throws Exception {
        Path data = Shared.data(category);

        requireGate(
                images(data.resolve("train/good")), images(data.resolve("test/good")), new ImageSize(height, width));
    }

    @Test
    void breach_simulatedLine_normalOnesPassAndSpoiltOnesAreCaught() {
        List<EncodedImage> parts = new ArrayList<>();
        try (ProductionLine line = new ProductionLine(new ProductionLine.Settings(3, 0.1, Optional.of(90L), "run"))) {
            line.next().ifPresent(shot -> parts.add(shot.image()));
            for (var next = line.next(); next.isPresent(); next = line.next()) {
                parts.add(next.get().image());
            }
        }

        requireGate(parts.subList(0, 60), parts.subList(60, 90), new ImageSize(192, 192));
    }
}
