// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/**
 * The LSTM of int8 with a cell of int16, as the kernel of TFLite computes it, which rounds twice under both roundings.
 *
 * @see <a href="https://ai.google.dev/edge/litert/models/quantization_spec">TFLite 8-bit quantization specification</a>
 */
final class IntegerLstmRules {
    private static final int CELL_BITS = 15;
    private static final int INTERMEDIATES = 5;
    private static final int MOST_INTEGER_BITS = 6;

    /** Gates add up in units of 2^-12. */
    private static final double GATE = 0x1p-12;

    private IntegerLstmRules() {}

    static List<Step> lstm(Operation operation) {
        Tensor input = operation.input(0);
        Tensor hidden = operation.input(LstmRules.HIDDEN);
        Tensor cell = operation.input(LstmRules.CELL);
        Tensor result = intermediate(operation);
        int bits = integerBits(cell);
        double clip = operation.options().real("cell_clip");
        Step step = LstmRules.sizes(operation.step("lstm", 0, LstmRules.HIDDEN, LstmRules.CELL), operation)
                .with("hidden_zero", Operation.zeroPoint(result))
                .with("cell_bits", bits)
                .with("clip", clip > 0 ? (int) Math.min(Short.MAX_VALUE, clip / Operation.scale(cell)) : 0);
        step = PointwiseRules.fixed(step, "hidden_", 0x1p-15 / Operation.scale(result) * 0x1p-15);
        for (int gate = 0; gate < LstmRules.GATES.size(); gate++) {
            String name = LstmRules.GATES.get(gate);
            int[] bias = new int
                    [Math.toIntExact(operation.input(LstmRules.BIASES + gate).elements())];
            operation.input(LstmRules.BIASES + gate).buffer().asInts().get(bias);
            step = part(step, operation, LstmRules.INPUT_WEIGHTS + gate, input, bias, name + "_", name + "_weights");
            step = part(
                    step,
                    operation,
                    LstmRules.RECURRENT_WEIGHTS + gate,
                    hidden,
                    new int[bias.length],
                    name + "_recurrent_",
                    name + "_recurrent");
        }
        return List.of(step);
    }

    /** Adds weights, the sums that they start from, and the scale of their products. */
    private static Step part(
            Step step, Operation operation, int position, Tensor input, int[] bias, String prefix, String weightsName) {
        Table table = LstmRules.table(operation, position);
        Tensor weights = operation.input(position);
        byte[] values = weights.buffer().toBytes();
        int[] sums = bias.clone();
        int length = values.length / sums.length;
        for (int index = 0; index < values.length; index++) {
            sums[index / length] -= Operation.zeroPoint(input) * values[index];
        }
        Step added = step.with(weightsName, table).with(prefix + "sums", Table.ofInts(sums));
        double scale = (double) (Operation.scale(weights) * Operation.scale(input)) / GATE;
        return PointwiseRules.fixed(added, prefix, scale);
    }

    private static Tensor intermediate(Operation operation) {
        if (operation.operator().intermediates().size() != INTERMEDIATES) {
            throw new Refusal("it lacks the intermediate tensors of an LSTM in int8", "quantize it with Espalier");
        }
        return operation.workspace().tensor(operation.operator().intermediates().get(INTERMEDIATES - 1));
    }

    private static int integerBits(Tensor cell) {
        float scale = Operation.scale(cell);
        int bits = Math.getExponent(scale) + CELL_BITS;
        if (cell.type() != TensorType.INT16 || Math.scalb(1f, bits - CELL_BITS) != scale) {
            throw new Refusal(
                    "its cell is " + cell.type() + " with the scale " + scale + ", not a power of two in INT16",
                    "quantize it with Espalier");
        }
        if (bits < 0 || bits > MOST_INTEGER_BITS) {
            throw new Refusal("its cell has the scale " + scale + ", out of range", "quantize it with Espalier");
        }
        return bits;
    }
}
