package io.winnow.core.feature;

import java.nio.file.Path;

/**
 * A backbone on this machine.
 *
 * @param file its ONNX file, which nobody has checked yet
 */
public record InstalledBackbone(BackboneManifest manifest, Path file) {}
