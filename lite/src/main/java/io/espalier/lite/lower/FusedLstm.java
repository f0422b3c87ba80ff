// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import static io.espalier.model.layer.ActivationFunction.SIGMOID;
import static io.espalier.model.layer.ActivationFunction.TANH;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.lower.TfliteValues.Value;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An LSTM as one operator, whose kernel goes over the steps and keeps output and cell in variables.
 *
 * <p>Its weights are those of Keras, cut into the gates: input, forget, cell, output.
 */
record FusedLstm(Model model, Node node, LSTM layer, SubgraphBuilder builder) {
    private static final List<String> GATES = List.of("input", "forget", "cell", "output");

    // Where the kernel's list of operands has them.
    private static final int OPERANDS = 24;
    private static final int INPUT_WEIGHTS = 1;
    private static final int RECURRENT_WEIGHTS = 5;
    private static final int BIASES = 12;
    private static final int OUTPUT_STATE = 18;
    private static final int CELL_STATE = 19;

    /** Why a layer must be lowered step by step; empty if the kernel computes what it does. */
    static Optional<String> obstacle(LSTM layer) {
        if (layer.activation() != TANH) {
            return Optional.of("its activation is " + layer.activation().kerasName() + ", not tanh");
        }
        return layer.recurrentActivation() == SIGMOID
                ? Optional.empty()
                : Optional.of("its recurrent activation is "
                        + layer.recurrentActivation().kerasName() + ", not sigmoid");
    }

    /** Adds the operator, and what brings its sequence into the order of the layer. */
    Value lower(Value sequence) {
        TfliteValues values = new TfliteValues(node.name(), builder);
        TfliteMovement moves = new TfliteMovement(values);
        Value steps = layer.recurrence().goBackwards() ? moves.reverse(sequence, 0) : sequence;
        int[] operands = new int[OPERANDS];
        Arrays.fill(operands, Operator.ABSENT);
        operands[0] = values.tensor(steps);
        for (int gate = 0; gate < GATES.size(); gate++) {
            operands[INPUT_WEIGHTS + gate] = weights("kernel", gate);
            operands[RECURRENT_WEIGHTS + gate] = weights("recurrent_kernel", gate);
            operands[BIASES + gate] = bias(gate);
        }
        operands[OUTPUT_STATE] = builder.variable(node.name() + "/output_state", layer.units());
        operands[CELL_STATE] = builder.variable(node.name() + "/cell_state", layer.units());
        Shape shape = Shape.of(sequence.shape().dimension(0), layer.units());
        int output = builder.activation(node.name() + "/steps", shape);
        Options options = Options.of(OptionsTable.UNIDIRECTIONAL_SEQUENCE_LSTM)
                .with("fused_activation_function", ActivationFunction.TANH);
        builder.operator(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, options, output, operands);
        Value all = Value.computed(shape, output);
        return layer.recurrence().returnSequences()
                ? all
                : moves.reshape(moves.slice(all, 0, shape.dimension(0) - 1, 1), Shape.of(layer.units()));
    }

    private int weights(String name, int gate) {
        return builder.weights(
                node.name() + "/" + name + "_" + GATES.get(gate),
                WeightLayout.fullyConnected(part(name, gate)),
                Optional.of(node.weightKey(name)));
    }

    private int bias(int gate) {
        float[] values = layer.useBias() ? part("bias", gate).toArray() : new float[layer.units()];
        return builder.floats(
                node.name() + "/bias_" + GATES.get(gate), Ints.of(layer.units()), Buffer.ofFloats(values));
    }

    private Tensor part(String name, int gate) {
        Tensor weight = model.weights().get(node.weightKey(name));
        return Constants.slice(weight, -1, gate * layer.units(), layer.units());
    }
}
