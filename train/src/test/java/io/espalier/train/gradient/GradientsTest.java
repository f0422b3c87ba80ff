// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVars;
import org.tensorflow.types.TFloat32;

class GradientsTest {
    private static final double STEP = 1e-4;

    @Test
    void sparseCrossEntropyHasTheGradientOfItsFormula() {
        float[] logits = {0.3f, -1.2f, 2, 0.1f, 0.4f, -0.7f};
        int[] classes = {1, 2};

        List<float[]> gradients = gradients(
                (tf, inputs) -> tf.nn.sparseSoftmaxCrossEntropyWithLogits(
                                tf.reshape(inputs.get(0), tf.constant(new int[] {2, 3})), tf.constant(classes))
                        .loss(),
                logits);

        assertNumeric(gradients.get(0), logits, values -> {
            double sum = 0;
            for (int row = 0; row < 2; row++) {
                double exponentials = 0;
                for (int column = 0; column < 3; column++) {
                    exponentials += Math.exp(values[row * 3 + column]);
                }
                sum += (row + 1) * (Math.log(exponentials) - values[row * 3 + classes[row]]);
            }
            return sum;
        });
    }

    /** The range 0.01 * (-128 to 127) is one that quantization does not nudge. Rounding is passed over: the derivative is that of clipping. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fakeQuantHasTheGradientOfClipping(boolean perChannel) {
        float[] inputs = {-2, -1.3f, -0.503f, 0.777f, 1.2f, 1.5f};
        float[] range = {-1.28f, 1.27f};

        List<float[]> gradients = gradients(
                (tf, operands) -> perChannel
                        ? tf.quantization.fakeQuantWithMinMaxVarsPerChannel(
                                tf.reshape(operands.get(0), tf.constant(new int[] {6, 1})),
                                operands.get(1),
                                operands.get(2))
                        : tf.quantization.fakeQuantWithMinMaxVars(
                                operands.get(0),
                                tf.reshape(operands.get(1), tf.constant(new int[0])),
                                tf.reshape(operands.get(2), tf.constant(new int[0])),
                                FakeQuantWithMinMaxVars.numBits(8L)),
                inputs,
                new float[] {range[0]},
                new float[] {range[1]});

        assertNumeric(gradients.get(0), inputs, values -> clippedSum(values, range[0], range[1]));
        assertNumeric(gradients.get(1), new float[] {range[0]}, min -> clippedSum(widened(inputs), min[0], range[1]));
        assertNumeric(gradients.get(2), new float[] {range[1]}, max -> clippedSum(widened(inputs), range[0], max[0]));
    }

    /** From -0.9 to 0.9 becomes -0.903529 to 0.896471, where zero is one of the integers. */
    @Test
    void fakeQuantPassesGradientsWithinTheRangeThatItRoundsTo() {
        float[] inputs = {-0.9036f, -0.902f, 0, 0.896f, 0.899f, Float.MAX_VALUE};

        List<float[]> gradients = gradients(
                (tf, operands) -> tf.quantization.fakeQuantWithMinMaxVars(
                        operands.get(0),
                        tf.reshape(operands.get(1), tf.constant(new int[0])),
                        tf.reshape(operands.get(2), tf.constant(new int[0]))),
                inputs,
                new float[] {-0.9f},
                new float[] {0.9f});

        assertThat(gradients.get(0)).containsExactly(0, 1, 1, 2, 0, 0);
    }

    @Test
    void askingTwiceRegistersOnce() {
        assertThat(Gradients.areRegistered())
                .isEqualTo(Gradients.areRegistered())
                .isTrue();
    }

    private static double clippedSum(double[] values, double min, double max) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (i / 3 + 1) * Math.min(Math.max(values[i], min), max);
        }
        return sum;
    }

    /** An expression of the inputs, each a vector. */
    @FunctionalInterface
    private interface Expression {
        Operand<TFloat32> of(Ops tf, List<Operand<TFloat32>> inputs);
    }

    /** Gradients of the expression's sum, where each row, or each three of a vector, weighs one more than the row before. */
    private static List<float[]> gradients(Expression expression, float[]... values) {
        assertThat(Gradients.areRegistered()).isTrue();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            List<Operand<TFloat32>> inputs = new ArrayList<>();
            for (float[] vector : values) {
                inputs.add(tf.constant(vector));
            }
            Operand<TFloat32> flat = tf.reshape(expression.of(tf, inputs), tf.constant(new int[] {-1}));
            float[] weights = flat.shape().get(0) == 2 ? new float[] {1, 2} : new float[] {1, 1, 1, 2, 2, 2};
            Operand<TFloat32> sum = tf.sum(tf.math.mul(flat, tf.constant(weights)), tf.constant(0));
            Output<?>[] derived = graph.addGradients(
                    sum.asOutput(), inputs.stream().map(Operand::asOutput).toArray(Output[]::new));
            return fetched(graph, derived);
        }
    }

    private static List<float[]> fetched(Graph graph, Output<?>... outputs) {
        List<float[]> fetched = new ArrayList<>();
        try (Session session = new Session(graph)) {
            Session.Runner runner = session.runner();
            for (Output<?> output : outputs) {
                runner.fetch(output);
            }
            try (Result result = runner.run()) {
                for (int i = 0; i < outputs.length; i++) {
                    TFloat32 tensor = (TFloat32) result.get(i);
                    float[] numbers = new float[(int) tensor.size()];
                    tensor.asRawTensor().data().asFloats().read(numbers);
                    fetched.add(numbers);
                }
            }
        }
        return fetched;
    }

    private static void assertNumeric(float[] gradient, float[] at, ToDoubleFunction<double[]> function) {
        for (int i = 0; i < at.length; i++) {
            double[] above = widened(at);
            double[] below = widened(at);
            above[i] += STEP;
            below[i] -= STEP;
            double slope = (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * STEP);
            assertThat((double) gradient[i]).as("derivative for input " + i).isCloseTo(slope, within(1e-4));
        }
    }

    private static double[] widened(float... numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }
}
