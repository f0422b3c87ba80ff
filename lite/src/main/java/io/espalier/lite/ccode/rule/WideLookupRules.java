// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Functions of one 16-bit number. All runtimes compute them alike. */
final class WideLookupRules {
    private static final int ENTRIES = 513;
    private static final int SIGMOID_ENTRIES = 256;

    private WideLookupRules() {}

    /** Straight on both sides of zero. */
    static List<Step> slopes(
            Operation operation, double positive, double negative, int negativeSign, int min, int max) {
        Tensor output = operation.output();
        Step step = operation
                .step("wide_slopes", 0)
                .with("negative_sign", negativeSign)
                .with("zero", Operation.zeroPoint(output))
                .with("min", min)
                .with("max", max);
        step = PointwiseRules.fixed(PointwiseRules.fixed(step, "positive_", positive), "negative_", negative);
        return List.of(PointwiseRules.elementwise(step, operation));
    }

    /** @param fraction the bits of the input between two entries of the table */
    static List<Step> sigmoid(Operation operation, int fraction) {
        double multiplier = (double) Operation.scale(operation.input(0)) * 4096 * 3;
        int shift = 0;
        int exponent = Math.getExponent(Operation.scale(operation.input(0)));
        boolean power = Operation.scale(operation.input(0)) == Math.scalb(1f, exponent);
        int left = 12 + exponent;
        int whole;
        if (power && left >= 0 && left <= 9 - fraction) {
            whole = 3 << left;
        } else {
            while (multiplier <= 32767.0 / 2 && shift <= 30) {
                shift++;
                multiplier *= 2;
            }
            whole = (int) multiplier;
        }
        short[] table = new short[SIGMOID_ENTRIES];
        for (int index = 0; index < table.length; index++) {
            double middle = sigmoid(index + 0.5);
            double line = (sigmoid(index) + sigmoid(index + 1)) / 2;
            table[index] = (short) Math.min(65535, Math.round(sigmoid(index) + (middle - line) / 2));
        }
        // the end of the curve
        table[SIGMOID_ENTRIES - 1] = (short) 65535;
        Step step = operation
                .step("wide_sigmoid", 0)
                .with("table", Table.ofUnsignedShorts(table))
                .with("multiplier", whole)
                .with("shift", shift)
                .with("fraction", fraction);
        return List.of(PointwiseRules.elementwise(step, operation));
    }

    /** At an entry of the table, or between two. Entries lie half as far above it as straight lines between them lie below it. */
    private static double sigmoid(double index) {
        return 65536 / (1 + Math.exp(-index / 24));
    }

    static List<Step> table(Operation operation, DoubleUnaryOperator function) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        float in = Operation.scale(input);
        float low = in * (Short.MIN_VALUE - Operation.zeroPoint(input));
        float high = in * (Short.MAX_VALUE - Operation.zeroPoint(input));
        float outLow = Operation.scale(output) * (Short.MIN_VALUE - Operation.zeroPoint(output));
        float outHigh = Operation.scale(output) * (Short.MAX_VALUE - Operation.zeroPoint(output));
        Step step = operation
                .step("wide_lookup", 0)
                .with("table", Table.ofShorts(lines(function, x -> (float) x, low, high, outLow, outHigh)));
        return List.of(PointwiseRules.elementwise(step, operation));
    }

    static List<Step> softmax(Operation operation) {
        Tensor input = operation.input(0);
        int length = input.shape().get(input.shape().size() - 1);
        double scale = (double) Operation.scale(input) * operation.options().real("beta") / (10.0 / 65535.0);
        Step step = operation
                .step("wide_softmax", 0)
                .with("exponentials", Table.ofShorts(lines(Math::exp, x -> x, -10, 0, -1, 1)))
                .with("inverses", Table.ofShorts(lines(x -> 1 / (1 + x), x -> x, 0, 1, -1, 1)))
                .with("length", length)
                .with("count", input.elements() / length);
        return List.of(PointwiseRules.fixed(step, "", scale));
    }

    /**
     * Entries that straight lines between them miss the function by as little as possible.
     *
     * @param narrow what each result is rounded to: float32 for some operators, nothing for others
     */
    private static short[] lines(
            DoubleUnaryOperator function,
            DoubleUnaryOperator narrow,
            double low,
            double high,
            double outLow,
            double outHigh) {
        double step = narrow.applyAsDouble(narrow.applyAsDouble(high - low) / (ENTRIES - 1));
        double inverse =
                narrow.applyAsDouble((Short.MAX_VALUE - Short.MIN_VALUE + 1) / narrow.applyAsDouble(outHigh - outLow));
        DoubleUnaryOperator stored =
                x -> narrow.applyAsDouble(narrow.applyAsDouble(function.applyAsDouble(x)) * inverse);
        DoubleUnaryOperator place = index -> narrow.applyAsDouble(low + narrow.applyAsDouble(index * step));
        short[] table = new short[ENTRIES];
        for (int index = 0; index < ENTRIES - 1; index++) {
            double x = place.applyAsDouble(index);
            double sample = Arithmetic.away(stored.applyAsDouble(x));
            double next = stored.applyAsDouble(place.applyAsDouble(index + 1));
            double between = Arithmetic.away(narrow.applyAsDouble(narrow.applyAsDouble(next + sample) / 2));
            double error = between - Arithmetic.away(stored.applyAsDouble(narrow.applyAsDouble(x + step / 2)));
            table[index] = clamped(sample - Arithmetic.away(error / 2));
        }
        table[ENTRIES - 1] = clamped(Arithmetic.away(stored.applyAsDouble(high)));
        return table;
    }

    private static short clamped(double value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
}
