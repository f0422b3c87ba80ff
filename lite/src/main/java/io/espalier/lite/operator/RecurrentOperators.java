// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.ActivationType.FLOAT32;
import static io.espalier.lite.operator.ActivationType.INT16;
import static io.espalier.lite.operator.ActivationType.INT8;
import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.weightPerTensor;
import static io.espalier.lite.operator.OutputRole.PLAIN;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.ScaleConstraint.FREE;

import io.espalier.lite.operator.VersionRule.OptionIsSet;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Operators with a memory. Their weights have one scale each; positions are those of the kernels' fixed lists of operands. Old ones put
 * out their state too.
 */
final class RecurrentOperators {
    private static final Operand MATRIX = weightPerTensor(2);
    private static final Operand VECTOR = weightPerTensor(1);

    static final List<OperatorSpec> ROWS = Stream.of(
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
                            .int8(1, FREE)
                            .int16(5, FREE)
                            .hybridPerTensor(3, 4),
                    row(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)
                            .inputs(lstm())
                            .outputs(OutputRole.ACTIVATION, PLAIN)
                            .repeatsLastOutput()
                            .required(20)
                            .int8(1, FREE)
                            .int16(5, FREE)
                            .hybridPerTensor(2, 3)
                            .since(4, new OptionIsSet("diagonal_recurrent_tensors"))
                            .micro(FLOAT32, INT8, INT16))
            .map(Row::build)
            .toList();

    private RecurrentOperators() {}

    // Input; input, recurrent and peephole weights of the gates; biases; projection and its bias; output and cell
    // state;
    // normalization of the gates.
    private static Operand[] lstm() {
        return new Operand[] {
            ACTIVATION,
            MATRIX,
            MATRIX,
            MATRIX,
            MATRIX,
            MATRIX,
            MATRIX,
            MATRIX,
            MATRIX,
            VECTOR,
            VECTOR,
            VECTOR,
            new Operand.Bias(0, 1),
            new Operand.Bias(0, 2),
            new Operand.Bias(0, 3),
            new Operand.Bias(0, 4),
            MATRIX,
            new Operand.Bias(0, 16),
            new Operand.State(8),
            new Operand.State(16),
            VECTOR,
            VECTOR,
            VECTOR,
            VECTOR
        };
    }
}
