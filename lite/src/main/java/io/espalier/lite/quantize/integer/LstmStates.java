// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The states of UNIDIRECTIONAL_SEQUENCE_LSTM in its int8 kernel: the output's has the form of the output, the cell's is int16 with a power of
 * two as scale.
 *
 * @see <a href="https://ai.google.dev/edge/litert/models/quantization_spec">TFLite 8-bit quantization specification</a>
 */
public final class LstmStates {
    /** Where the kernel's list of operands has the states. */
    public static final int OUTPUT = 18;

    public static final int CELL = 19;

    private static final int OPERANDS = 24;
    private static final int CELL_BITS = 15;

    /** Below, the scale would be less than 2^-15, and the kernel's table of tanh has no bits for that: it computes wrong numbers. */
    private static final double LEAST_CELL = 1;

    private LstmStates() {}

    /** Whether it is an LSTM in float, with one set of weights for each gate and nothing else: what the unrolled steps compute. */
    public static boolean isPlain(Operator operator, Subgraph subgraph) {
        Options options = operator.options();
        return operator.is(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)
                && operator.inputs().size() == OPERANDS
                && operator.intermediates().isEmpty()
                && options.table() == OptionsTable.UNIDIRECTIONAL_SEQUENCE_LSTM
                && FusedActivation.of(operator) == ActivationFunction.TANH
                && !options.flag("time_major")
                && !options.flag("diagonal_recurrent_tensors")
                && IntStream.rangeClosed(0, CELL)
                        .allMatch(position -> isOptional(position) != operator.hasInput(position))
                && IntStream.range(CELL + 1, OPERANDS).noneMatch(operator::hasInput)
                && operator.inputs().stream()
                        .filter(input -> input != Operator.ABSENT)
                        .allMatch(input -> subgraph.tensor(input).type() == TensorType.FLOAT32)
                && subgraph.tensor(operator.inputs().get(0)).shape().size() == 3;
    }

    /** Peepholes and the projection. */
    private static boolean isOptional(int position) {
        return (position >= 9 && position <= 11) || position == 16 || position == 17;
    }

    /** Whether the int8 kernel computes such an operator, and calibration has seen its cell. */
    static boolean canBeIntegers(
            Operator operator, Subgraph subgraph, TensorRanges ranges, ActivationType activations) {
        return activations == ActivationType.INT8
                && isPlain(operator, subgraph)
                && ranges.of(cell(operator, subgraph)).isPresent();
    }

    /** The form of the cell: the smallest power of two whose 16 bits hold what it took on, up to where the operator clips it. */
    static TensorEncoding cellForm(Operator operator, Subgraph subgraph, TensorRanges ranges) {
        ValueRange range = ranges.of(cell(operator, subgraph)).orElseThrow();
        float clip = operator.options().real("cell_clip");
        double largest = Math.max(Math.max(-range.min(), range.max()), LEAST_CELL);
        int exponent = (int) Math.ceil(Math.log(clip > 0 ? Math.min(clip, largest) : largest) / Math.log(2));
        return new TensorEncoding(TensorType.INT16, Quantization.perTensor(Math.scalb(1f, exponent - CELL_BITS), 0));
    }

    private static String cell(Operator operator, Subgraph subgraph) {
        return subgraph.tensor(operator.inputs().get(CELL)).name();
    }

    /** The tensors that the kernel wants beside its operands: four that only a normalization uses, and one of the output's form. */
    static List<Tensor> intermediates(String name, TensorEncoding output) {
        List<Tensor> all = new ArrayList<>();
        for (String gate : List.of("input", "forget", "cell", "output")) {
            all.add(Tensor.activation(name + "/" + gate, TensorType.FLOAT32, Ints.of(0)));
        }
        all.add(output.applyTo(Tensor.activation(name + "/hidden", TensorType.FLOAT32, Ints.of(0))));
        return all;
    }
}
