// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.model.Model;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.technique.StateVariable;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What is to be small inside a model while it is trained, with variables of its own. It is added to the loss of the model's output in training
 * steps only: on validation data and in evaluation, where there is nothing to be learnt, the output alone counts.
 */
public interface InnerLoss {
    /**
     * Checks that it can be added where this model is trained.
     *
     * @throws io.espalier.train.history.TrainingException if not; says what would fit
     */
    void check(Model model);

    /**
     * The variables of its own, by unique names. Those that are trainable are trained with the model. They are no part of the model that comes
     * out.
     */
    List<StateVariable> variables();

    /**
     * What is added for a batch, a scalar.
     *
     * @param layers what each layer puts out, by its name, the model's input too
     * @param variables the values of its own, by their names
     */
    Operand<TFloat32> mean(Ops tf, Map<String, LayerOutput> layers, Map<String, Operand<TFloat32>> variables);
}
