/** Tests of the package of the same name. */
@NullMarked
package io.winnow.adapter.onnx.quantise;

import org.jspecify.annotations.NullMarked;
