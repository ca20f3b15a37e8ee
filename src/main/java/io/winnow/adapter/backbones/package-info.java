/** Backbones as files in folders: the ONNX model, its manifest in JSON, and a catalogue of well-known ones. */
@NullMarked
package io.winnow.adapter.backbones;

import org.jspecify.annotations.NullMarked;
