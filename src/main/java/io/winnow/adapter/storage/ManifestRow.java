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
        return Json.write(new ManifestRow(
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
                manifest.library()));
    }

    static ModelManifest read(String json) {
        ManifestRow row = Json.read(json, TYPE);
        return new ModelManifest(
                new StationId(row.station),
                ModelVersion.parse(row.version),
                Instant.parse(row.createdAt),
                row.backbone,
                row.recipe,
                row.detector,
                row.index,
                row.strategy,
                row.ratio,
                row.seed,
                row.poolFrames,
                row.droppedFrames,
                row.threshold,
                row.regionThreshold,
                row.library);
    }
}
