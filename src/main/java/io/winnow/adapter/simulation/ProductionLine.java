package io.winnow.adapter.simulation;

import io.winnow.core.camera.Shot;
import io.winnow.core.camera.ShotSource;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.review.TruthStore.FrameTruth;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Steel flanges on a belt, one after the other, as a camera above sees them: brushed texture, light that wavers, parts that lie a
 * little crooked, sensor noise, and now and then a defect whose mask is known. The same settings give the same pictures. Holds
 * native memory; used by one thread.
 */
public final class ProductionLine implements ShotSource {
    /** Blanks are reused: what differs from part to part is pose, light, noise and damage. */
    private static final int BLANKS = 12;

    private static final int JPEG_QUALITY = 92;

    /**
     * What is produced.
     *
     * @param seed of everything
     * @param defectShare chance that a part is defective, 0 to 1
     * @param parts how many are made; empty for an endless line
     * @param run first part of every frame id, so that ids of several runs differ
     */
    public record Settings(long seed, double defectShare, Optional<Long> parts, String run) {
        public Settings {
            if (!(defectShare >= 0 && defectShare <= 1)) {
                throw new IllegalArgumentException("share of defects = %s must be 0 to 1".formatted(defectShare));
            }
        }
    }

    private final Settings settings;
    private final List<Blank> blanks = new ArrayList<>();
    private final Surroundings surroundings;
    private final long first;
    private long made;

    /** A line from its first part on. */
    public ProductionLine(Settings settings) {
        this(settings, 0);
    }

    /**
     * The same line later: the same blanks, belt and light, as if the parts before had been made already.
     *
     * @param first number of the part that comes first
     */
    public ProductionLine(Settings settings, long first) {
        if (first < 0) {
            throw new IllegalArgumentException("first part = %d must be at least 0".formatted(first));
        }
        OpenCv.load();
        this.settings = settings;
        this.first = first;
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int i = 0; i < BLANKS; i++) {
            blanks.add(new Blank(random.split()));
        }
        this.surroundings = new Surroundings(random.split());
    }

    @Override
    public Optional<Shot> next() {
        if (settings.parts().isPresent() && made >= settings.parts().get()) {
            return Optional.empty();
        }
        long number = first + made++;
        SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + number);
        Optional<DefectKind> defect = random.nextDouble() < settings.defectShare()
                ? Optional.of(DefectKind.values()[random.nextInt(DefectKind.values().length)])
                : Optional.empty();
        return Optional.of(shot(number, random, defect));
    }

    private Shot shot(long number, SplittableRandom random, Optional<DefectKind> defect) {
        Blank blank = blanks.get(random.nextInt(BLANKS));
        Mat part = blank.part.clone();
        Mat mask = new Mat(part.size(), CvType.CV_8UC1, new Scalar(0));
        defect.ifPresent(kind -> new DefectPainter(random, blank, part, mask).paint(kind));
        try (Scene scene = new Scene(random, surroundings)) {
            Mat picture = scene.take(part, blank);
            EncodedImage image =
                    EncodedImage.adopt(encode(".jpg", picture, Imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY));
            FrameTruth truth = defect.map(kind ->
                            new FrameTruth(true, Optional.of(kind.label()), Optional.of(png(scene.takeMask(mask)))))
                    .orElseGet(() -> new FrameTruth(false, Optional.empty(), Optional.empty()));
            return new Shot(
                    new FrameId("%s-%06d".formatted(settings.run(), number)),
                    image,
                    Optional.of("flange-%06d".formatted(number)),
                    Optional.of(truth));
        } finally {
            part.release();
            mask.release();
        }
    }

    private static ByteBuffer png(Mat mask) {
        return ByteBuffer.wrap(encode(".png", mask, Imgcodecs.IMWRITE_PNG_COMPRESSION, 3));
    }

    private static byte[] encode(String extension, Mat image, int parameter, int value) {
        MatOfByte bytes = new MatOfByte();
        MatOfInt parameters = new MatOfInt(parameter, value);
        Imgcodecs.imencode(extension, image, bytes, parameters);
        byte[] encoded = bytes.toArray();
        bytes.release();
        parameters.release();
        return encoded;
    }

    @Override
    public void close() {
        blanks.forEach(Blank::close);
        surroundings.close();
    }
}
