package io.winnow.core.feature;

import java.util.List;

/**
 * Inputs and outputs of a backbone as its file declares them.
 *
 * @param inputs usually one
 * @param outputs in the file's order
 */
public record BackboneSignature(List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * One declared tensor.
     *
     * @param type of its elements, {@code "FLOAT"} being float32
     * @param shape -1 where a dimension is free
     */
    public record Tensor(String name, String type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        @Override
        public String toString() {
            return name + " " + type + shape;
        }
    }

    public BackboneSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
