// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.applied;

import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.Parametrization;
import java.util.List;
import java.util.Map;

/**
 * The parametrizations of a model.
 *
 * @param model with its weights as the optimizer left them
 * @param weights the parametrizations of each weight, in the order in which they are applied
 * @param activations the fake quantization of each activation
 */
public record Parametrizations(
        Model model,
        Map<WeightKey, List<Parametrization>> weights,
        Map<ActivationKey, ActivationFakeQuant> activations) {
    /** The parametrizations of a weight, in the order in which they are applied. */
    public List<Parametrization> of(WeightKey weight) {
        return weights.getOrDefault(weight, List.of());
    }

    /** The key of a parametrization's state: {@code conv2d/kernel/mask/threshold}. */
    public static WeightKey stateKey(WeightKey weight, Parametrization parametrization, String name) {
        return new WeightKey(weight.layer(), weight.weight() + "/" + parametrization.name() + "/" + name);
    }

    /** The key of an activation's state: {@code conv2d/output/fakeQuant/min}. */
    public static WeightKey stateKey(ActivationKey activation, String name) {
        String inLayer = activation.toString().substring(activation.layer().length() + 1);
        return new WeightKey(activation.layer(), inLayer + "/" + ActivationFakeQuant.NAME + "/" + name);
    }
}
