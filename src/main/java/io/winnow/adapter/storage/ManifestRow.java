package io.winnow.adapter.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelManifest;
import java.time.Instant;

/** A model's manifest as it is stored. */
record ManifestRow(
        String station,
        String version,
        String createdAt,
        String backbone,
        String recipe,
        String detector,
        String index,
        String strategy,
        double ratio,
        long seed,
        int poolFrames,
        int droppedFrames,
        double threshold,
        double regionThreshold,
        String library) {
    private static final TypeReference<ManifestRow> TYPE = new TypeReference<>() {};

    static String write(ModelManifest manifest) {
        return Json.write(of(manifest));
    }

    static ManifestRow of(ModelManifest manifest) {
        return new ManifestRow(
                manifest.station().value(),
                manifest.version().toString(),
                manifest.createdAt().toString(),
                manifest.backbone(),
                manifest.recipe(),
                manifest.detector(),
                manifest.index(),
                manifest.strategy(),
                manifest.ratio(),
                manifest.seed(),
                manifest.poolFrames(),
                manifest.droppedFrames(),
                manifest.threshold(),
                manifest.regionThreshold(),
                manifest.library());
    }

    static ModelManifest read(String json) {
        return Json.read(json, TYPE).manifest();
    }

    ModelManifest manifest() {
        return new ModelManifest(
                new StationId(station),
                ModelVersion.parse(version),
                Instant.parse(createdAt),
                backbone,
                recipe,
                detector,
                index,
                strategy,
                ratio,
                seed,
                poolFrames,
                droppedFrames,
                threshold,
                regionThreshold,
                library);
    }
}
