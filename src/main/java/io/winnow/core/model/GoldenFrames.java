package io.winnow.core.model;

import io.winnow.core.detector.Detection;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.FrameStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses golden frames: some that were kept and, for verdicts of the other kind, some that were dropped. A frame whose score is too
 * close to the threshold is passed over, since rounding alone could turn its verdict.
 */
final class GoldenFrames {
    private static final int FROM_DROPPED = 2;
    private static final int FROM_KEPT = 3;
    private static final double CLEAR_OF_THRESHOLD = 10 * ParityGate.TOLERANCE;

    /** A golden frame and what was said of it. */
    record Judged(PoolFrame frame, EncodedImage image, double score, double peak, boolean rejected) {}

    private final PatchCore detector;
    private final PatchReader reader;
    private final FrameStore frames;
    private final double threshold;
    private final List<Judged> chosen = new ArrayList<>();

    GoldenFrames(PatchCore detector, PatchReader reader, FrameStore frames, double threshold) {
        this.detector = detector;
        this.reader = reader;
        this.frames = frames;
        this.threshold = threshold;
    }

    /**
     * @param kept frames of the memory bank, in the pool's order
     * @param dropped most anomalous first
     * @throws IOException when no frame of the pool can be read
     */
    List<Judged> choose(List<PoolFrame> kept, List<PoolFrame> dropped) throws IOException {
        take(dropped, FROM_DROPPED, 1);
        take(kept, chosen.size() + FROM_KEPT, Math.max(1, kept.size() / FROM_KEPT));
        if (chosen.isEmpty()) {
            throw new IOException("none of the %d frames of the pool can be used as golden frame: their scores are"
                            .formatted(kept.size() + dropped.size())
                    + " too close to the threshold %.4g or their images are not stored".formatted(threshold));
        }
        return List.copyOf(chosen);
    }

    /** Writes golden frames into a draft. */
    static Artefact.Golden write(List<Judged> golden, Path folder) throws IOException {
        List<Artefact.GoldenFrame> written = new ArrayList<>();
        for (Judged each : golden) {
            String name = "golden-" + (written.size() + 1);
            Files.write(folder.resolve(name), each.image().toByteArray());
            written.add(
                    new Artefact.GoldenFrame(name, each.frame().frame(), each.score(), each.peak(), each.rejected()));
        }
        return new Artefact.Golden(ParityGate.TOLERANCE, written, new ParityReport(0, 0, 0, 0, 0));
    }

    /** Fills up to a number, beginning with every {@code stride}th frame and going on with the others. */
    private void take(List<PoolFrame> pool, int upTo, int stride) throws IOException {
        for (int first = 0; first < stride; first++) {
            for (int i = first; i < pool.size(); i += stride) {
                if (chosen.size() == upTo) {
                    return;
                }
                add(pool.get(i));
            }
        }
    }

    private void add(PoolFrame frame) throws IOException {
        Optional<EncodedImage> image = frames.find(frame.image());
        if (image.isEmpty()) {
            return;
        }
        Detection detection = detect(detector, reader, frame, image.get());
        if (Math.abs(detection.score() - threshold) <= CLEAR_OF_THRESHOLD * Math.abs(threshold)) {
            return;
        }
        chosen.add(new Judged(
                frame, image.get(), detection.score(), detection.map().max(), detection.score() > threshold));
    }

    private static Detection detect(PatchCore detector, PatchReader reader, PoolFrame frame, EncodedImage image)
            throws IOException {
        try {
            return detector.detect(reader.read(image));
        } catch (UndecodableImageException e) {
            throw new IOException("pool frame %s cannot be decoded: %s".formatted(frame.frame(), e.getMessage()), e);
        }
    }

    /** The same frames under another model, with its own threshold. */
    static BackboneReport.Comparison compare(
            List<Judged> golden, double threshold, PatchCore other, PatchReader otherReader, double otherThreshold)
            throws IOException {
        double largest = 0;
        int flips = 0;
        for (Judged each : golden) {
            double score =
                    detect(other, otherReader, each.frame(), each.image()).score();
            largest = Math.max(largest, Math.abs(score / otherThreshold - each.score() / threshold));
            flips += score > otherThreshold == each.rejected() ? 0 : 1;
        }
        return new BackboneReport.Comparison(golden.size(), largest, flips);
    }
}
