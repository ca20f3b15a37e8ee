package io.winnow.core.station;

import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.model.ModelManifest;

/** A model version with its open detector. */
public record ServingModel(ModelManifest manifest, AnomalyDetector detector) {}
