/** The built-in backbone: a wavelet scattering transform, written as an ONNX file. */
@NullMarked
package io.winnow.adapter.scattering;

import org.jspecify.annotations.NullMarked;
