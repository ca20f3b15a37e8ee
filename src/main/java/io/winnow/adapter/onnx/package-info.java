/** Backbones through DJL's ONNX Runtime engine, and the generator of the built-in scattering backbone. */
@NullMarked
package io.winnow.adapter.onnx;

import org.jspecify.annotations.NullMarked;
