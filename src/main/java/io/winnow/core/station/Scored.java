package io.winnow.core.station;

import io.winnow.core.detector.Detection;
import io.winnow.core.model.ModelManifest;

/** What one model version says of one frame. */
public record Scored(ModelManifest model, Detection detection) {}
