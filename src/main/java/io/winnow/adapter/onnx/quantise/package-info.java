/** Post-training static quantisation of ONNX graphs: ranges, integer weights, the graph with QuantizeLinear and DequantizeLinear. */
@NullMarked
package io.winnow.adapter.onnx.quantise;

import org.jspecify.annotations.NullMarked;
