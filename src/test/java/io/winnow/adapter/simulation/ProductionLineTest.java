package io.winnow.adapter.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.camera.Shot;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

class ProductionLineTest {
    private static List<Shot> make(long seed, double defects, long parts) {
        List<Shot> shots = new ArrayList<>();
        try (ProductionLine line =
                new ProductionLine(new ProductionLine.Settings(seed, defects, Optional.of(parts), "run"))) {
            for (Optional<Shot> next = line.next(); next.isPresent(); next = line.next()) {
                shots.add(next.get());
            }
        }
        return shots;
    }

    private static Mat decode(ByteBuffer bytes, int mode) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        MatOfByte encoded = new MatOfByte(copy);
        Mat image = Imgcodecs.imdecode(encoded, mode);
        encoded.release();
        return image;
    }

    @Test
    void next_sameSettings_givesTheSamePicturesAndTruths() {
        List<Shot> first = make(3, 0.5, 8);
        List<Shot> second = make(3, 0.5, 8);

        assertThat(first).hasSize(8);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i).id()).isEqualTo(first.get(i).id());
            assertThat(second.get(i).image().hash())
                    .isEqualTo(first.get(i).image().hash());
            assertThat(second.get(i).truth()).isEqualTo(first.get(i).truth());
        }
    }

    @Test
    void next_laterStart_goesOnAsTheSameLine() {
        ProductionLine.Settings settings = new ProductionLine.Settings(3, 0.5, Optional.of(3L), "run");
        List<Shot> whole = make(3, 0.5, 8);

        try (ProductionLine later = new ProductionLine(settings, 5)) {
            for (Shot expected : whole.subList(5, 8)) {
                Shot shot = later.next().orElseThrow();
                assertThat(shot.id()).isEqualTo(expected.id());
                assertThat(shot.image().hash()).isEqualTo(expected.image().hash());
            }
            assertThat(later.next()).isEmpty();
        }
    }

    @Test
    void next_otherSeed_givesOtherPictures() {
        assertThat(make(4, 0, 1).get(0).image().hash())
                .isNotEqualTo(make(5, 0, 1).get(0).image().hash());
    }

    @Test
    void next_twoParts_neverLookTheSame() {
        assertThat(new TreeSet<>(make(3, 0, 20).stream()
                        .map(shot -> shot.image().hash().hex())
                        .toList()))
                .hasSize(20);
    }

    @Test
    void next_defectShare_isKeptAndEveryKindOccurs() {
        List<FrameTruth> truths = make(11, 0.4, 100).stream()
                .map(shot -> shot.truth().orElseThrow())
                .toList();

        assertThat(truths.stream().filter(FrameTruth::defective).count()).isBetween(25L, 55L);
        assertThat(new TreeSet<>(truths.stream()
                        .flatMap(truth -> truth.defectType().stream())
                        .toList()))
                .containsExactly("crack", "dent", "missing hole", "scratch", "stain");
        assertThat(truths.stream().filter(truth -> !truth.defective()))
                .allSatisfy(truth -> assertThat(truth.maskPng()).isEmpty());
    }

    @Test
    void next_maskAndImage_haveTheSameSizeAndTheMaskIsBlackAndWhite() {
        Shot shot = make(12, 1, 1).get(0);
        Mat image = decode(shot.image().bytes(), Imgcodecs.IMREAD_COLOR);
        Mat mask = decode(shot.truth().orElseThrow().maskPng().orElseThrow(), Imgcodecs.IMREAD_UNCHANGED);
        Mat grey = new Mat();
        Core.inRange(mask, new Scalar(1), new Scalar(254), grey);

        assertThat(image.size()).isEqualTo(mask.size()).isEqualTo(new Size(640, 480));
        assertThat(mask.channels()).isEqualTo(1);
        assertThat(Core.countNonZero(mask)).isBetween(20, 640 * 480 / 20);
        assertThat(Core.countNonZero(grey)).isZero();
        List.of(image, mask, grey).forEach(Mat::release);
    }

    @ParameterizedTest
    @EnumSource
    void paint_everyKind_changesThePartInsideItsMaskOnly(DefectKind kind) {
        OpenCv.load();
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Blank blank = new Blank(random.split())) {
                Mat part = blank.part.clone();
                Mat mask = new Mat(part.size(), CvType.CV_8UC1, new Scalar(0));
                new DefectPainter(random, blank, part, mask).paint(kind);

                Mat changed = changed(blank.part, part);
                int inside = Core.countNonZero(mask);
                Mat near = new Mat();
                Imgproc.dilate(mask, near, Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(13, 13)));
                Mat outside = new Mat();
                Core.bitwise_not(near, near);
                Core.bitwise_and(changed, near, outside);
                Core.bitwise_and(changed, mask, changed);

                assertThat(Core.countNonZero(outside))
                        .as("outside, seed %d", seed)
                        .isZero();
                assertThat(Core.countNonZero(changed))
                        .as("inside, seed %d", seed)
                        .isGreaterThan(inside / 5);
                List.of(part, mask, changed, near, outside).forEach(Mat::release);
            }
        }
    }

    /** Pixels that differ visibly, as a mask. */
    private static Mat changed(Mat before, Mat after) {
        Mat difference = new Mat();
        Core.absdiff(before, after, difference);
        Imgproc.cvtColor(difference, difference, Imgproc.COLOR_BGR2GRAY);
        Imgproc.threshold(difference, difference, 7, 255, Imgproc.THRESH_BINARY);
        return difference;
    }

    @Test
    void settings_shareOutsideItsRange_isRefused() {
        assertThatThrownBy(() -> new ProductionLine.Settings(1, 1.5, Optional.empty(), "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share of defects = 1.5 must be 0 to 1");
    }
}
