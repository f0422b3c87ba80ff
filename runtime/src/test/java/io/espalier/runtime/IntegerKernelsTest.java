// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.ScaleConstraint;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the operator table that has an integer kernel, quantized, against float in the real runtime. */
class IntegerKernelsTest {
    private static final long SEED = 11;
    private static final int EXAMPLES = 8;

    /** Outputs that are always 0 have such a range. */
    private static final double LEAST_RANGE = 1e-6;

    /** What float graphs do not have, and a table of weights that its user would have to share scales with. */
    private static final Set<BuiltinOperator> NOT_IN_FLOAT_GRAPHS =
            EnumSet.of(BuiltinOperator.QUANTIZE, BuiltinOperator.DEQUANTIZE, BuiltinOperator.EMBEDDING_LOOKUP);

    /** Their kernels take positive numbers. */
    private static final Set<BuiltinOperator> OF_POSITIVE_NUMBERS =
            EnumSet.of(BuiltinOperator.LOG, BuiltinOperator.RSQRT);

    static Stream<Arguments> kernels() {
        return OperatorTable.rows().stream()
                .filter(row -> !NOT_IN_FLOAT_GRAPHS.contains(row.operator()) && !keepsState(row))
                .flatMap(row -> Stream.of(ActivationType.INT8, ActivationType.INT16)
                        .filter(type -> row.integerKernel(type).isPresent())
                        .flatMap(type -> Stream.of(Spread.values())
                                .filter(spread -> spread.fits(row, type))
                                .map(spread -> Arguments.of(row.operator(), type, spread))));
    }

    /** Where the input's values lie; the ends are among them. */
    private enum Spread {
        /** Far from symmetric, so that the zero point of int8 is not 0. */
        AROUND_ZERO(-1, 3),
        /** A zero that an operator fills in is none of the values. */
        ABOVE_ZERO(2, 5),
        BELOW_ZERO(-6, -2),
        HUGE(-1e30f, 3e30f),
        SMALL(-1e-3f, 3e-3f);

        private final float low;
        private final float high;

        Spread(float low, float high) {
            this.low = low;
            this.high = high;
        }

        /** Values of any size are only moved: others are out of the domain of a function, or far from the constants of the graph. */
        boolean fits(OperatorSpec row, ActivationType type) {
            return switch (this) {
                case AROUND_ZERO, ABOVE_ZERO -> true;
                case BELOW_ZERO -> !OF_POSITIVE_NUMBERS.contains(row.operator());
                case HUGE -> row.scales(type) instanceof ScaleConstraint.SameAsInput;
                case SMALL -> HUGE.fits(row, type) && !hasFloatConstants(row.operator());
            };
        }

        private static boolean hasFloatConstants(BuiltinOperator kind) {
            return IntegerKernelGraphs.of(kind).main().tensors().stream()
                    .anyMatch(tensor -> tensor.type() == TensorType.FLOAT32 && tensor.isConstant());
        }
    }

    private static boolean keepsState(OperatorSpec row) {
        return row.inputs().stream().anyMatch(Operand.State.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anIntegerKernelAnswersLikeFloatInEveryPlaceOfItsOutput(
            BuiltinOperator kind, ActivationType type, Spread spread) {
        Graph floats = IntegerKernelGraphs.of(kind);
        float[] x = values(kind, spread, floats);
        IntegerQuantizer quantizer =
                IntegerQuantizer.of(type == ActivationType.INT8 ? IntegerOptions.INT8 : IntegerOptions.INT16X8);

        Graph quantized = quantizer.quantize(floats, ExposedRanges.of(floats, x));

        assertThat(quantizer.plan(floats, ExposedRanges.of(floats, x)).operators())
                .allMatch(operator -> operator.arithmetic() == Arithmetic.INTEGER);
        List<List<float[]>> exact = RealNumbers.run(floats, x);
        for (boolean xnnpack : new boolean[] {true, false}) {
            List<List<float[]>> actual =
                    RealNumbers.run(quantized, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), x);
            for (int output = 0; output < exact.get(0).size(); output++) {
                assertNear(
                        output, places(actual, output, floats, x), places(exact, output, floats, x), tolerance(type));
            }
        }
    }

    private static double tolerance(ActivationType type) {
        return type == ActivationType.INT8 ? 0.03 : 0.01;
    }

    /** The values of an output in all examples; where it holds indices into the input, those that stand there: several may be equal. */
    private static float[] places(List<List<float[]>> examples, int output, Graph floats, float... x) {
        Tensor described = floats.main().tensor(floats.main().outputs().get(output));
        boolean indices = described.type() == TensorType.INT32
                && !floats.main().operators().get(0).is(BuiltinOperator.SHAPE);
        int size = examples.get(0).get(output).length;
        float[] all = new float[size * examples.size()];
        for (int place = 0; place < all.length; place++) {
            int example = place / size;
            float found = examples.get(example).get(output)[place % size];
            all[place] = indices ? x[example * (x.length / examples.size()) + (int) found] : found;
        }
        return all;
    }

    private static void assertNear(int output, float[] actual, float[] exact, double tolerance) {
        double largest = 0;
        double error = 0;
        assertThat(actual).hasSameSizeAs(exact);
        for (int place = 0; place < exact.length; place++) {
            largest = Math.max(largest, Math.abs(exact[place]));
            error = Math.max(error, Math.abs(exact[place] - actual[place]));
        }
        assertThat(error).as("output %d", output).isLessThanOrEqualTo(tolerance * largest + LEAST_RANGE);
    }

    private static float[] values(BuiltinOperator kind, Spread spread, Graph graph) {
        int input = graph.main().inputs().get(0);
        float low = OF_POSITIVE_NUMBERS.contains(kind) ? Math.max(0.5f, spread.low) : spread.low;
        float high = spread.high;
        SplittableRandom random = new SplittableRandom(SEED);
        float[] x = new float[(int) graph.main().tensor(input).elements() * EXAMPLES];
        for (int place = 0; place < x.length; place++) {
            x[place] = (float) random.nextDouble(low, high);
        }
        if (graph.main().tensor(graph.main().outputs().get(0)).type() == TensorType.BOOL) {
            // Whole numbers, so that no rounding decides whether one is above a half.
            for (int place = 0; place < x.length; place++) {
                x[place] = Math.round(x[place]);
            }
        }
        x[0] = low;
        x[x.length - 1] = high;
        return x;
    }
}
