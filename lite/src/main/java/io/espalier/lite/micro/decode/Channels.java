// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import java.util.Optional;

/**
 * Which elements of a tensor TFLite Micro decodes with a table or a zero point of their own: those that share a scale.
 *
 * @param count 1 if the tensor has one scale, or none
 * @param elements of the tensor
 * @param isLast whether the channels are its last dimension, else its first
 */
record Channels(int count, int elements, boolean isLast) {

    /** Empty if the kernel knows no such channels: they are neither the first nor the last dimension, or not all have a scale. */
    static Optional<Channels> of(Tensor tensor) {
        Quantization quantization = tensor.quantization();
        int elements = Math.toIntExact(tensor.elements());
        if (!quantization.isPerChannel()) {
            return Optional.of(new Channels(1, elements, false));
        }
        int axis = quantization.quantizedDimension();
        int last = tensor.shape().size() - 1;
        boolean isKnown = (axis == 0 || axis == last)
                && axis < tensor.shape().size()
                && tensor.shape().get(axis) == quantization.scales().size();
        // The kernel asks for the last dimension first, so a vector's only one is that.
        return isKnown
                ? Optional.of(new Channels(quantization.scales().size(), elements, axis == last))
                : Optional.empty();
    }

    /** The channel of an element. */
    int of(int element) {
        return isLast ? element % count : element / (elements / count);
    }
}
