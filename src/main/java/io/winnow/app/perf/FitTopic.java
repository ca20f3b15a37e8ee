package io.winnow.app.perf;

import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.faiss.FaissUnavailableException;
import io.winnow.adapter.faiss.NativeGreedyKCenter;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.core.Progress;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import io.winnow.core.station.FrameReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time of one fit: pictures to embeddings with ResNet-50, a coreset of a tenth, a trained index. The goal is a tenth of what
 * patchcore-inspection was measured to take for as many pictures with WideResNet-50.
 */
public final class FitTopic implements PerfTopic {
    private static final ImageSize PICTURE = new ImageSize(480, 640);
    private static final ImageSize INPUT = new ImageSize(224, 224);
    private static final int PICTURES = 200;
    private static final double CORESET = 0.1;
    private static final long SEED = 3;
    private static final double NANOS = 1e9;

    /** Embedding and coreset of patchcore-inspection, processor seconds on a machine like the one the goals were set on. */
    private static final double PEER_SECONDS = 93 + 646;

    private static final double GOAL_SHARE = 0.1;

    private final PerfBackbones backbones;
    private final int threads;

    public FitTopic(PerfBackbones backbones, int threads) {
        this.backbones = backbones;
        this.threads = threads;
    }

    @Override
    public String name() {
        return "fit";
    }

    @Override
    public String summary() {
        return "processor time of a fit: %d pictures, ResNet-50, a coreset of a tenth".formatted(PICTURES);
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        try (FeatureExtractor backbone = backbones.named("resnet50")) {
            measure(backbone, log);
        } catch (UndecodableImageException | FaissUnavailableException e) {
            throw new PerfException("no fit can be measured: " + e.getMessage(), e);
        }
    }

    private void measure(FeatureExtractor backbone, PerfLog log)
            throws UndecodableImageException, FaissUnavailableException {
        log.progress("drawing %d pictures".formatted(PICTURES));
        List<EncodedImage> pictures = new Pictures(PICTURE, PICTURES, SEED).originals();
        FrameReader reader = new FrameReader(
                new OpenCvImageDecoder(DecodeLimits.DEFAULT),
                new Preprocessing(
                        RegionOfInterest.WHOLE, INPUT, backbone.manifest().normalisation()),
                backbone);
        long began = ProcessorTime.nanos();
        List<PatchEmbeddings> embedded = new ArrayList<>();
        for (EncodedImage picture : pictures) {
            log.progress("embedding picture %d of %d".formatted(embedded.size() + 1, PICTURES));
            embedded.add(reader.read(picture));
        }
        long between = ProcessorTime.nanos();
        PatchCoreTrainer trainer = new PatchCoreTrainer(
                FaissIndexFactory.load(threads),
                NativeGreedyKCenter.load(threads),
                PatchCoreSettings.DEFAULT.withCoresetShare(CORESET));
        Progress progress = (phase, done, total) -> log.progress("%s %d of %d".formatted(phase, done, total));
        try (PatchCore fitted = trainer.fit(PoolEmbeddings.of(embedded), SEED, progress)) {
            double embedding = (between - began) / NANOS;
            double rest = (ProcessorTime.nanos() - between) / NANOS;
            log.figure("fit, embeddings", embedding, "s of processor");
            log.figure("fit, coreset and index of %d patches".formatted(fitted.size()), rest, "s of processor");
            double share = (embedding + rest) / PEER_SECONDS;
            log.figure(
                    "fit, share of the peer's %.0f s".formatted(PEER_SECONDS),
                    share,
                    share <= GOAL_SHARE ? "(goal .1: met)" : "(goal .1: MISSED)");
        }
    }
}
