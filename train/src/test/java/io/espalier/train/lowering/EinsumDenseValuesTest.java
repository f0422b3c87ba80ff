// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.function.EinsumDense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** EinsumDense against {@code numpy.einsum}. */
class EinsumDenseValuesTest {
    static Stream<Arguments> equations() {
        return Stream.of(
                arguments(
                        "ab,bc->ac",
                        List.of(2),
                        "c",
                        Shape.of(3),
                        row(0.1, 0.42, -0.42),
                        row(0.02, 0.79, 0.79, -0.75, -0.59, -0.9, -0.12, -0.94),
                        row(0.4616, -0.798)),
                arguments(
                        "abc,cd->abd",
                        List.of(-1, 2),
                        "d",
                        Shape.of(2, 3),
                        row(-0.09, 0.3, -0.44, 0.35, 0.18, -0.95),
                        row(0.12, -0.48, -0.17, -0.43, 0.39, -0.12, -0.69, 0.09),
                        row(-0.9234, 0.057, -1.0491, -0.0414)),
                arguments(
                        "...x,xy->...y",
                        List.of(2),
                        "y",
                        Shape.of(2, 3),
                        row(0.56, -0.39, -0.56, -0.22, 0.87, 0.95),
                        row(0.34, 0.81, 0.69, -0.24, -0.82, 0.31, 0.12, -0.28),
                        row(0.5005, 0.0936, -0.1335, -0.3725)),
                arguments(
                        "abc,cde->abde",
                        List.of(-1, 2, 2),
                        "de",
                        Shape.of(2, 3),
                        row(-0.55, -0.19, -0.06, -0.46, -0.42, -0.08),
                        row(
                                0.72, 0.17, -0.43, -0.44, -0.09, -0.59, -0.6, 0.03, -0.83, -0.03, -0.28, 0.42, 0.49,
                                0.38, 0.38, -0.25),
                        row(0.1609, 0.4004, 0.7473, -0.0389, 0.263, 0.552, 0.8522, -0.0938)),
                arguments(
                        "ab...,bc->ac...",
                        List.of(3),
                        "c",
                        Shape.of(2, 3),
                        row(0.34, -0.32, 0.15, -0.35, -0.11, -0.88),
                        row(-0.51, 0.94, -0.54, 0.38, 0.3, 0.45, -0.05, 0.19, -0.87),
                        row(-0.3564, 0.0714, -0.4609, 0.4046, -0.1438, 0.067, -1.2111, -0.7467, -1.347)),
                arguments(
                        "abc,dbc->ad",
                        List.of(2),
                        "d",
                        Shape.of(2, 3),
                        row(-0.85, -0.6, -0.7, -0.8, -0.74, 0.11),
                        row(-0.62, 0.9, 0.36, 0.08, 0.41, -0.47, 0.85, 0.68, 0.45, -0.04, 0.68, 0.49, 0.32, 0.83),
                        row(-0.3641, -1.0328)),
                arguments(
                        "abc,cd->adb",
                        List.of(2, -1),
                        "",
                        Shape.of(2, 3),
                        row(0.27, -0.27, 0.11, -0.61, -0.62, 0.45),
                        row(0.57, 0.94, 0.7, 0.09, -0.82, -0.02),
                        row(-0.1253, -1.1507, 0.2273, -0.6382)),
                arguments(
                        "abc,cd->ad",
                        List.of(2),
                        "d",
                        Shape.of(2, 3),
                        row(0.86, 0.58, -0.03, -0.09, -0.56, -0.65),
                        row(-0.85, 0.78, 0.28, -0.71, -0.17, -0.9, -0.58, 0.46),
                        row(-1.1133, 1.6584)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("equations")
    void anEquationGivesTheValuesOfNumpy(
            String equation,
            List<Integer> output,
            String biasAxes,
            Shape shape,
            float[] input,
            float[] weights,
            float[] expected) {
        Model model = Model.sequential()
                .input(shape.toArray())
                .add(new EinsumDense(equation, output, biasAxes, ActivationFunction.LINEAR))
                .build(1);

        assertThat(predict(with(model, weights), input)).containsExactly(expected, within(1e-5f));
    }

    /** All weights, one after the other. */
    private static Model with(Model model, float... values) {
        int[] next = {0};
        return model.withWeights(model.weights().map((key, tensor) -> {
            int from = next[0];
            next[0] += tensor.shape().elements();
            return Tensor.of(tensor.shape(), Arrays.copyOfRange(values, from, next[0]));
        }));
    }

    private static float[] row(double... numbers) {
        float[] row = new float[numbers.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) numbers[i];
        }
        return row;
    }

    private static float[] predict(Model model, float... values) {
        List<Integer> shape =
                new ArrayList<>(model.outputShape(model.inputs().get(0)).dimensions());
        shape.add(0, 1);
        Dataset dataset = Examples.of(
                new NumericArray(ElementType.FLOAT32, shape, Examples.floats(values)),
                new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0)),
                Scaling.IDENTITY);
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator.predict(dataset).toArray();
        }
    }
}
