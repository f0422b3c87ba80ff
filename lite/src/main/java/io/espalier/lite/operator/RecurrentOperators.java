// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.weightPerTensor;
import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;

import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Operators with a memory. Their weights have one scale each; positions are those of the kernels' fixed lists of operands. Old ones put
 * out their state too.
 */
final class RecurrentOperators {
    private static final Operand MATRIX = weightPerTensor(2);
    private static final Operand VECTOR = weightPerTensor(1);

    /** Without those that normalize, which the hybrid kernels want in float. */
    private static final Integer[] LSTM_WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16};

    static final List<OperatorSpec> ROWS = rows(
            row(BuiltinOperator.SVDF)
                    .inputs(ACTIVATION, MATRIX, MATRIX, new Operand.Bias(2, 4), new Operand.State(16))
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .repeatsLastOutput()
                    .int8(3, FREE)
                    .hybridPerTensor(2, 4)
                    .micro(FLOAT32, INT8),
            row(BuiltinOperator.RNN)
                    .inputs(ACTIVATION, MATRIX, MATRIX, new Operand.Bias(0, 1), new Operand.State(8))
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .repeatsLastOutput()
                    .hybridPerTensor(2, 3),
            row(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_RNN)
                    .inputs(ACTIVATION, MATRIX, MATRIX, new Operand.Bias(0, 1), new Operand.State(8))
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .repeatsLastOutput()
                    .hybridPerTensor(2, 3),
            row(BuiltinOperator.LSTM)
                    .inputs(lstm())
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .repeatsLastOutput()
                    // so few in the older basic kernel
                    .required(5)
                    .integers(1, 5, FREE)
                    .hybridPerTensor(3, 4)
                    .storedWeights(LSTM_WEIGHTS)
                    .gpu(),
            row(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)
                    .inputs(lstm())
                    .outputs(OutputRole.ACTIVATION, PLAIN)
                    .repeatsLastOutput()
                    .required(20)
                    .integers(1, 5, FREE)
                    .hybridPerTensor(2, 3)
                    .storedWeights(LSTM_WEIGHTS)
                    .since(4, new OptionIsSet("diagonal_recurrent_tensors"))
                    .micro(FLOAT32, INT8, INT16),
            row(BuiltinOperator.BIDIRECTIONAL_SEQUENCE_RNN)
                    .inputs(bidirectionalRnn())
                    .required(9)
                    .outputs(OutputRole.ACTIVATION, OutputRole.ACTIVATION)
                    .hybridPerTensor(2, 3),
            row(BuiltinOperator.BIDIRECTIONAL_SEQUENCE_LSTM)
                    .inputs(bidirectionalLstm())
                    .required(39)
                    .outputs(OutputRole.ACTIVATION, OutputRole.ACTIVATION)
                    .hybridPerTensor(2, 3));

    private RecurrentOperators() {}

    // Input; the weights of the layer; output and cell state; normalization of the gates.
    private static Operand[] lstm() {
        List<Operand> operands = new ArrayList<>();
        operands.add(ACTIVATION);
        operands.addAll(lstmWeights(1));
        operands.add(new Operand.State(8));
        operands.add(new Operand.State(16));
        operands.addAll(Collections.nCopies(4, VECTOR));
        return operands.toArray(Operand[]::new);
    }

    // Input, recurrent and peephole weights of the gates; biases; projection and its bias.
    private static List<Operand> lstmWeights(int first) {
        List<Operand> operands = new ArrayList<>(Collections.nCopies(8, MATRIX));
        operands.addAll(Collections.nCopies(3, VECTOR));
        for (int gate = 0; gate < 4; gate++) {
            operands.add(new Operand.Bias(0, first + gate));
        }
        operands.add(MATRIX);
        operands.add(new Operand.Bias(0, first + 15));
        return operands;
    }

    // Forward, then backward: input weights, recurrent weights, bias and state. Then a second input with weights for
    // either.
    private static Operand[] bidirectionalRnn() {
        return new Operand[] {
            ACTIVATION,
            MATRIX,
            MATRIX,
            new Operand.Bias(0, 1),
            new Operand.State(8),
            MATRIX,
            MATRIX,
            new Operand.Bias(0, 5),
            new Operand.State(8),
            ACTIVATION,
            MATRIX,
            MATRIX
        };
    }

    // Input; the weights of the layer forward, then backward; the states of both; a second input with weights of the
    // gates for either.
    private static Operand[] bidirectionalLstm() {
        List<Operand> operands = new ArrayList<>();
        operands.add(ACTIVATION);
        operands.addAll(lstmWeights(1));
        operands.addAll(lstmWeights(18));
        for (int direction = 0; direction < 2; direction++) {
            operands.add(new Operand.State(8));
            operands.add(new Operand.State(16));
        }
        operands.add(ACTIVATION);
        operands.addAll(Collections.nCopies(8, MATRIX));
        return operands.toArray(Operand[]::new);
    }
}
