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
 * Chooses golden frames and writes them into a draft: some that were kept and, for verdicts of the other kind, some that were
 * dropped. A frame whose score is too close to the threshold is passed over, since rounding alone could turn its verdict.
 */
final class GoldenFrames {
    private static final int FROM_DROPPED = 2;
    private static final int FROM_KEPT = 3;
    private static final double CLEAR_OF_THRESHOLD = 10 * ParityGate.TOLERANCE;

    private final PatchCore detector;
    private final PatchReader reader;
    private final FrameStore frames;
    private final double threshold;
    private final Path folder;
    private final List<Artefact.GoldenFrame> chosen = new ArrayList<>();

    GoldenFrames(PatchCore detector, PatchReader reader, FrameStore frames, double threshold, Path folder) {
        this.detector = detector;
        this.reader = reader;
        this.frames = frames;
        this.threshold = threshold;
        this.folder = folder;
    }

    /**
     * @param kept frames of the memory bank, in the pool's order
     * @param dropped most anomalous first
     * @throws IOException when no frame of the pool can be read
     */
    Artefact.Golden choose(List<PoolFrame> kept, List<PoolFrame> dropped) throws IOException {
        take(dropped, FROM_DROPPED, 1);
        take(kept, chosen.size() + FROM_KEPT, Math.max(1, kept.size() / FROM_KEPT));
        if (chosen.isEmpty()) {
            throw new IOException("none of the %d frames of the pool can be used as golden frame: their scores are"
                            .formatted(kept.size() + dropped.size())
                    + " too close to the threshold %.4g or their images are not stored".formatted(threshold));
        }
        return new Artefact.Golden(ParityGate.TOLERANCE, chosen, new ParityReport(0, 0, 0, 0, 0));
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
        Detection detection;
        try {
            detection = detector.detect(reader.read(image.get()));
        } catch (UndecodableImageException e) {
            throw new IOException("pool frame %s cannot be decoded: %s".formatted(frame.frame(), e.getMessage()), e);
        }
        if (Math.abs(detection.score() - threshold) <= CLEAR_OF_THRESHOLD * Math.abs(threshold)) {
            return;
        }
        String name = "golden-" + (chosen.size() + 1);
        Files.write(folder.resolve(name), image.get().toByteArray());
        chosen.add(new Artefact.GoldenFrame(
                name, frame.frame(), detection.score(), detection.map().max(), detection.score() > threshold));
    }
}
