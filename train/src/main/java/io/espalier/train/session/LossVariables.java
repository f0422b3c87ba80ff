// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.technique.StateVariable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The variables that a loss has of its own, among those of the session. */
record LossVariables(Optional<Loss.Auxiliary> auxiliary) {
    static LossVariables of(Loss loss) {
        return new LossVariables(loss.auxiliary());
    }

    private List<StateVariable> all() {
        return auxiliary.map(Loss.Auxiliary::variables).orElse(List.of());
    }

    // No layer has weights with such names, even if it is called "loss". Checkpoints contain them.
    private static WeightKey key(StateVariable variable) {
        return new WeightKey("loss", "inner/" + variable.name());
    }

    /** A model's variables, and these as they start. */
    Weights with(Weights model) {
        Map<WeightKey, Tensor> together = new LinkedHashMap<>();
        model.forEach(together::put);
        all().forEach(variable -> together.put(key(variable), variable.initial()));
        return Weights.of(together);
    }

    /** Those that the optimizer changes. */
    Map<WeightKey, Shape> trained() {
        Map<WeightKey, Shape> trained = new LinkedHashMap<>();
        all().stream()
                .filter(StateVariable::trainable)
                .forEach(variable ->
                        trained.put(key(variable), variable.initial().shape()));
        return trained;
    }

    /** The auxiliary loss of a batch, if there is one. */
    Optional<Operand<TFloat32>> auxiliaryLoss(Ops tf, Map<String, LayerOutput> layers, WeightSource variables) {
        Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
        all().forEach(variable -> values.put(variable.name(), variables.weight(key(variable))));
        return auxiliary.map(loss -> loss.mean(tf, layers, values));
    }
}
