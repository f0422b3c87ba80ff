// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a model.
 *
 * @param index its place among the inputs, or among the outputs
 * @param shape its dimensions now, the batch dimension included
 * @param shapeSignature its dimensions as the model declares them, -1 where any size will do; empty if not declared
 * @param quantization empty for numbers that are meant as they are stored
 */
public record TensorInfo(
        int index,
        String name,
        TensorType type,
        List<Integer> shape,
        List<Integer> shapeSignature,
        Optional<Quantization> quantization) {
    public TensorInfo {
        shape = List.copyOf(shape);
        shapeSignature = List.copyOf(shapeSignature);
    }

    /** How many numbers it holds now. */
    public int elements() {
        int elements = 1;
        for (int dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }

    /** For people: name, type and shape. */
    @Override
    public String toString() {
        return "'" + name + "' (" + type + " " + shape + ")";
    }
}
