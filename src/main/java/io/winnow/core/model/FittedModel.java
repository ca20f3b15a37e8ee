package io.winnow.core.model;

import io.winnow.core.detector.PatchCore;

/** What a refit made: recorded, stored in its folder, and open. Whoever receives it closes the detector. */
public record FittedModel(ModelManifest manifest, PatchCore detector) {}
