// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Logical.Connective;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.Where;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that Keras puts into models as layers, against values that NumPy computed. */
class OperationValuesTest {
    private static final float[] X = {-1.5f, -0.5f, 0, 0.25f, 1.5f, 2.5f};
    private static final Shape SHAPE = Shape.of(2, 3);

    private static Tensor number(float value) {
        return Tensor.of(Shape.of(), value);
    }

    private static Arithmetic with(Binary function, float number) {
        return Arithmetic.with(function, number(number));
    }

    static Stream<Arguments> ofOneInput() {
        return Stream.of(
                arguments(new Elementwise(Unary.CEIL), row(-1, 0, 0, 1, 2, 3)),
                arguments(new Elementwise(Unary.COS), row(0.0707372, 0.8775826, 1, 0.9689124, 0.0707372, -0.8011436)),
                arguments(new Elementwise(Unary.FLOOR), row(-2, -1, 0, 0, 1, 2)),
                arguments(new Elementwise(Unary.ROUND), row(-2, 0, 0, 0, 2, 2)),
                arguments(new Elementwise(Unary.SIGN), row(-1, -1, 0, 1, 1, 1)),
                arguments(new Elementwise(Unary.SIN), row(-0.997495, -0.4794255, 0, 0.247404, 0.997495, 0.5984722)),
                arguments(
                        new ComposedFunction(Function.COSH),
                        row(2.3524096, 1.1276259, 1, 1.0314131, 2.3524096, 6.1322894)),
                arguments(
                        new ComposedFunction(Function.EXPM1),
                        row(-0.7768698, -0.3934693, 0, 0.2840254, 3.481689, 11.1824942)),
                arguments(new ComposedFunction(Function.IS_NOT_ZERO), row(1, 1, 0, 1, 1, 1)),
                arguments(new ComposedFunction(Function.IS_ZERO), row(0, 0, 1, 0, 0, 0)),
                arguments(
                        new ComposedFunction(Function.SINH),
                        row(-2.1292794, -0.5210953, 0, 0.2526123, 2.1292794, 6.0502043)),
                arguments(
                        new ComposedFunction(Function.TAN),
                        row(-14.1014204, -0.5463025, 0, 0.2553419, 14.1014204, -0.7470223)),
                arguments(new ComposedFunction(Function.TRUNCATE), row(-1, 0, 0, 0, 1, 2)),
                arguments(with(Binary.POWER, 3), row(-3.375, -0.125, 0, 0.015625, 3.375, 15.625)),
                arguments(
                        with(Binary.POWER, 2).constantFirst(true),
                        row(0.3535534, 0.7071068, 1, 1.1892071, 2.8284271, 5.6568542)),
                arguments(with(Binary.EQUAL, 0.25f), row(0, 0, 0, 1, 0, 0)),
                arguments(with(Binary.NOT_EQUAL, 0.25f), row(1, 1, 1, 0, 1, 1)),
                arguments(with(Binary.GREATER, 0.25f), row(0, 0, 0, 0, 1, 1)),
                arguments(with(Binary.GREATER_EQUAL, 0.25f), row(0, 0, 0, 1, 1, 1)),
                arguments(with(Binary.LESS, 0.25f), row(1, 1, 1, 0, 0, 0)),
                arguments(with(Binary.LESS_EQUAL, 0.25f), row(1, 1, 1, 1, 0, 0)),
                arguments(new FloorDivision(with(Binary.DIVIDE, 0.75f), false), row(-2, -1, 0, 0, 2, 3)),
                arguments(new FloorDivision(with(Binary.DIVIDE, 0.75f), true), row(0, 0.25, 0, 0.25, 0, 0.25)),
                arguments(new FloorDivision(with(Binary.DIVIDE, -2), true), row(-1.5, -0.5, 0, -1.75, -0.5, -1.5)),
                arguments(new FullLike(false), row(0, 0, 0, 0, 0, 0)),
                arguments(new FullLike(true), row(1, 1, 1, 1, 1, 1)),
                arguments(new IndexOf(-1, false, false), row(2, 2)),
                arguments(new IndexOf(0, true, true), row(0, 0, 0)),
                arguments(new Norm(Order.SUM, List.of(1), false), row(2, 4.25)),
                arguments(new Norm(Order.EUCLIDEAN, List.of(0), true), row(1.5206907, 1.5811388, 2.5)),
                arguments(new Norm(Order.EUCLIDEAN, List.of(0, 1), false), row(3.3260336)),
                arguments(new Norm(Order.MAXIMUM, List.of(-1), false), row(1.5, 2.5)),
                arguments(new LogSumExp(List.of(1), false), row(0.6041306, 2.8874903)),
                arguments(new LogSumExp(List.of(0, 1), true), row(2.9845636)),
                arguments(new Reduce(Reduction.PRODUCT, List.of(1), false), row(0, 0.9375)),
                arguments(
                        new BroadcastTo(Shape.of(2, 2, 3)),
                        row(-1.5, -0.5, 0, 0.25, 1.5, 2.5, -1.5, -0.5, 0, 0.25, 1.5, 2.5)));
    }

    @ParameterizedTest
    @MethodSource("ofOneInput")
    void anOperationGivesTheValuesOfNumpy(Layer layer, float[] expected) {
        Model model = Model.sequential().input(SHAPE.toArray()).add(layer).build(1);

        assertThat(predict(model, X)).containsExactly(expected, within(1e-6f));
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                arguments(ActivationFunction.CELU, row(-0.7768698, -0.3934693, 0, 0.25, 1.5, 2.5)),
                arguments(ActivationFunction.HARD_SHRINK, row(-1.5, 0, 0, 0, 1.5, 2.5)),
                arguments(ActivationFunction.HARD_TANH, row(-1, -0.5, 0, 0.25, 1, 1)),
                arguments(
                        ActivationFunction.LOG_SIGMOID,
                        row(-1.7014133, -0.974077, -0.6931472, -0.5759394, -0.2014133, -0.0788897)),
                arguments(
                        ActivationFunction.LOG_SOFTMAX,
                        row(-2.1041305, -1.1041306, -0.6041306, -2.6374903, -1.3874903, -0.3874903)),
                arguments(ActivationFunction.SOFT_SHRINK, row(-1, 0, 0, 0, 1, 2)),
                arguments(ActivationFunction.SPARSE_PLUS, row(0, 0.0625, 0.25, 0.390625, 1.5, 2.5)),
                arguments(ActivationFunction.SPARSE_SIGMOID, row(0, 0.25, 0.5, 0.625, 1, 1)),
                arguments(ActivationFunction.SQUAREPLUS, row(0.5, 0.7807764, 1, 1.1327822, 2, 2.850781)),
                arguments(
                        ActivationFunction.TANH_SHRINK,
                        row(-0.5948517, -0.0378828, 0, 0.0050813, 0.5948517, 1.5133857)));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void anActivationFunctionGivesTheValuesOfNumpy(ActivationFunction function, float[] expected) {
        Model model = Model.sequential()
                .input(SHAPE.toArray())
                .add(Activation.of(function))
                .build(1);

        assertThat(predict(model, X)).containsExactly(expected, within(1e-6f));
    }

    @Test
    void aLogarithmOfOneMoreIsThatOfNumpy() {
        Model model = Model.sequential()
                .input(3)
                .add(new ComposedFunction(Function.LOG1P))
                .build(1);

        assertThat(predict(model, -0.5f, 0, 2)).containsExactly(row(-0.6931472, 0, 1.0986123), within(1e-6f));
    }

    static Stream<Arguments> withConstants() {
        return Stream.of(
                arguments(new Where(Optional.of(number(7)), Optional.of(number(-1))), row(7, 7, -1, 7, 7, 7)),
                arguments(
                        new Where(Optional.of(Tensor.of(Shape.of(3), 1, 2, 3)), Optional.of(number(-1))),
                        row(1, 2, -1, 1, 2, 3)));
    }

    @ParameterizedTest
    @MethodSource("withConstants")
    void aConditionChoosesFromConstants(Layer layer, float[] expected) {
        Model model = Model.sequential().input(SHAPE.toArray()).add(layer).build(1);

        assertThat(predict(model, X)).containsExactly(expected, within(1e-6f));
    }

    static Stream<Arguments> ofTwoInputs() {
        return Stream.of(
                arguments(Arithmetic.of(Binary.GREATER), row(0, 0, 1, 0, 0, 1)),
                arguments(Arithmetic.of(Binary.LESS_EQUAL), row(1, 1, 0, 1, 1, 0)),
                arguments(Arithmetic.of(Binary.EQUAL), row(0, 1, 0, 0, 1, 0)),
                arguments(new Logical(Connective.AND), row(0, 1, 0, 1, 1, 1)),
                arguments(new Logical(Connective.OR), row(1, 1, 1, 1, 1, 1)),
                arguments(new Logical(Connective.XOR), row(1, 0, 1, 0, 0, 0)),
                arguments(Where.ofInputs(), row(0, -0.5, 0, 2.5, 1.5, 0.25)));
    }

    /** The second input is the first, the other way around in its columns. */
    @ParameterizedTest
    @MethodSource("ofTwoInputs")
    void anOperationOnTwoInputsGivesTheValuesOfNumpy(Layer layer, float[] expected) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor x = graph.input(SHAPE.toArray());
        SymbolicTensor reversed = graph.apply(new ReverseAlong(List.of(1)), x);
        SymbolicTensor[] inputs =
                layer instanceof Where ? new SymbolicTensor[] {x, reversed, x} : new SymbolicTensor[] {x, reversed};
        Model model = graph.build(1, graph.apply(layer, inputs));

        assertThat(predict(model, X)).containsExactly(expected, within(1e-6f));
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
