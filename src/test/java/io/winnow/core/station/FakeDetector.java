package io.winnow.core.station;

import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.Detection;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.model.ModelManifest;
import io.winnow.testing.Inspections;

/** Scores a patch by its first feature, so that a test decides what is anomalous by the picture's red channel. */
final class FakeDetector implements AnomalyDetector {
    private final Runnable before;
    private boolean closed;

    FakeDetector() {
        this(() -> {});
    }

    /** @param before goes before each detection */
    FakeDetector(Runnable before) {
        this.before = before;
    }

    static ServingModel model(int version, AnomalyDetector detector) {
        return new ServingModel(manifest(version), detector);
    }

    static ModelManifest manifest(int version) {
        return new ModelManifest(
                Inspections.STATION,
                new ModelVersion(version),
                Inspections.NOON,
                "fake",
                "recipe",
                "fake",
                "none",
                "none",
                0.1,
                1,
                20,
                2,
                0.5,
                0.2,
                "test");
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Detection detect(PatchEmbeddings patches) {
        if (closed) {
            throw new IllegalStateException("detector is closed");
        }
        before.run();
        float[] scores = new float[patches.patches()];
        for (int patch = 0; patch < scores.length; patch++) {
            scores[patch] = patches.vectors().at(patch, 0);
        }
        AnomalyMap map = new AnomalyMap(patches.gridHeight(), patches.gridWidth(), scores);
        return new Detection(map.max(), map);
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        return detect(patches);
    }

    @Override
    public void close() {
        closed = true;
    }
}
