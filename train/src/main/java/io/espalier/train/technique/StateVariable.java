// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/**
 * Something that a parametrization keeps for the weight it lies on, or that a loss keeps for itself.
 *
 * @param name unique in the parametrization
 * @param initial what it starts as; its shape stays
 * @param trainable whether the optimizer changes it, as it does weights
 */
public record StateVariable(String name, Tensor initial, boolean trainable) {
    public static StateVariable trainable(String name, Tensor initial) {
        return new StateVariable(name, initial, true);
    }

    public static StateVariable fixed(String name, Tensor initial) {
        return new StateVariable(name, initial, false);
    }
}
