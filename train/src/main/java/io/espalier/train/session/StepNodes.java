// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.train.applied.ParametrizedActivations;
import io.espalier.train.applied.ParametrizedWeights;
import io.espalier.train.history.TrainingException;
import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.TrainingBehaviour;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.optimizer.Optimizer.WeightUpdate;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * One training step in the graph: forward, loss, gradients, updates.
 *
 * @param updates the operations that change variables; the step is done when they are
 * @param projections those of them that need no batch: they set weights to what layers see of them
 */
record StepNodes(LossNodes loss, List<Op> updates, List<Op> projections) {
    /**
     * What a step is made from.
     *
     * @param labels for each output of the model the place of its label
     */
    record Recipe(
            Graph graph,
            ParametrizedModel model,
            Variables variables,
            Slots slots,
            TrainingMethod method,
            List<Integer> labels) {}

    /** The number of a step, from 1, and its learning rate. Both are scalars. */
    record StepContext(Operand<TInt64> step, Operand<TFloat32> learningRate) {}

    static StepNodes add(Ops tf, Recipe recipe, InputNodes.Batch batch, StepContext context) {
        Model model = recipe.model().raw();
        Variables variables = recipe.variables();
        WeightSource read = variables.readBy(tf);
        ParametrizedActivations activations = ParametrizedActivations.training(
                tf, recipe.model().applied(), read, unrounded(recipe.model(), batch.bytes()));
        ParametrizedWeights weights = ParametrizedWeights.trained(
                tf, recipe.model().applied(), read, (key, value) -> tf.assignVariableOp(variables.handle(key), value));
        Map<WeightKey, Operand<TFloat32>> moved = new LinkedHashMap<>();
        Map<String, LayerOutput> layers = new ForwardPass(model, weights, activations)
                .training(
                        tf,
                        batch.inputs(),
                        new TrainingBehaviour(recipe.method().seed(), context.step(), moved));
        List<LayerOutput> outputs = model.outputs().stream()
                .map(output -> Objects.requireNonNull(layers.get(output)))
                .toList();
        LossNodes loss = LossNodes.of(tf, recipe.method().loss(), model.outputs(), outputs, batch, recipe.labels())
                .plus(tf, LossVariables.of(recipe.method().loss()).auxiliaryLoss(tf, layers, read));
        List<Op> updates = new ArrayList<>(optimized(tf, recipe, weights, loss, context));
        moved.putAll(weights.updates());
        moved.putAll(activations.updates());
        moved.forEach((key, value) -> updates.add(tf.assignVariableOp(variables.handle(key), value)));
        return new StepNodes(loss, updates, weights.projections());
    }

    /** The inputs that rounding would not change. */
    private static Set<ActivationKey> unrounded(ParametrizedModel model, Set<String> bytes) {
        return bytes.stream()
                .map(ActivationKey::output)
                .filter(input -> {
                    ActivationFakeQuant fakeQuant = model.activations().get(input);
                    return fakeQuant != null && fakeQuant.keepsBytes(model.range(input));
                })
                .collect(Collectors.toSet());
    }

    private static List<Op> optimized(
            Ops tf, Recipe recipe, ParametrizedWeights weights, LossNodes loss, StepContext context) {
        // TensorFlow refuses to differentiate what the loss does not depend on, such as the recurrent weights of a
        // single step.
        Set<GraphOperation> before = recipe.graph().subgraphTo(Set.of(loss.loss()));
        List<WeightKey> trained = recipe.slots().trained().stream()
                .filter(key -> before.contains(weights.differentiated(key).op()))
                .toList();
        Output<?>[] values = trained.stream()
                .map(key -> weights.differentiated(key).asOutput())
                .toArray(Output[]::new);
        Output<?>[] gradients = values.length == 0
                ? values
                : recipe.graph().addGradients(loss.loss().asOutput(), values);
        Operand<TFloat32> step = tf.dtypes.cast(context.step(), TFloat32.class);
        Ops afterProjections = tf.withControlDependencies(weights.projections());
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!isThere(gradients[i])) {
                continue;
            }
            WeightKey key = trained.get(i);
            updates.add(recipe.method()
                    .optimizer()
                    .update(
                            afterProjections,
                            new WeightUpdate(
                                    recipe.variables().handle(key),
                                    recipe.slots().of(key),
                                    gradients[i].expect(TFloat32.class),
                                    context.learningRate(),
                                    step)));
        }
        if (updates.isEmpty() && !recipe.slots().trained().isEmpty()) {
            throw new TrainingException(
                    "the loss does not depend on any weight that is trained: what stands between them"
                            + " only makes steps, such as an argmax, a comparison or a round, and passes no gradient");
        }
        return updates;
    }

    /** Whether there is a gradient. Steps, such as an argmax, pass no gradient; a weight that has none stays as it is, as in Keras. */
    static boolean isThere(Output<?> gradient) {
        try {
            gradient.dataType();
            return true;
        } catch (IllegalStateException e) {
            // TensorFlow Java then gives an operation without a handle, and has no other way to ask.
            return false;
        }
    }
}
