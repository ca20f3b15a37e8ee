package io.winnow.core.threshold;

import io.winnow.core.model.ModelManifest;

/** Where a station gets its thresholds from. Thread-safe. */
public interface Thresholds {
    /** The threshold that each model was fitted with. */
    Thresholds OF_MODEL = ThresholdSetting::of;

    /** The thresholds in force for a model; asked for every frame, hence quick. */
    ThresholdSetting of(ModelManifest model);

    /** A model is about to become the one that judges. */
    default void serving(ModelManifest model) {}
}
