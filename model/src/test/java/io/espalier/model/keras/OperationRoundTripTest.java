// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.ApproximateGelu;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Deviation;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Logical.Connective;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.Slice.Part;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations, on inputs of shape (4, 4), are written such that they are read as they were. */
class OperationRoundTripTest {
    @TempDir
    private Path folder;

    private static Tensor number(float value) {
        return Tensor.of(Shape.of(), value);
    }

    /** That both versions of Keras have, with the number of their inputs. */
    static Stream<Arguments> ofBoth() {
        List<Arguments> layers = new ArrayList<>();
        for (Binary function : Binary.values()) {
            layers.add(arguments(Arithmetic.of(function), 2));
            layers.add(arguments(Arithmetic.with(function, number(3)), 1));
            Tensor row = Tensor.of(Shape.of(1, 4), 1, 2, 3, 4.5f);
            layers.add(arguments(Arithmetic.with(function, row).constantFirst(true), 1));
        }
        for (Reduction reduction : Reduction.values()) {
            layers.add(arguments(new Reduce(reduction, List.of(0, -1), true), 1));
            layers.add(arguments(new Reduce(reduction, List.of(1), false), 1));
        }
        Stream.of("ABS", "CEIL", "COS", "FLOOR", "LOG", "NEGATE", "ROUND", "RSQRT", "SIGN", "SIN", "SQRT", "SQUARE")
                .forEach(function -> layers.add(arguments(new Elementwise(Unary.valueOf(function)), 1)));
        Stream.of(Function.values())
                .filter(function -> function != Function.IS_ZERO)
                .forEach(function -> layers.add(arguments(new ComposedFunction(function), 1)));
        return Stream.concat(layers.stream(), others());
    }

    private static Stream<Arguments> others() {
        Part inner = new Part(OptionalInt.of(1), OptionalInt.of(-1), false);
        return Stream.of(
                arguments(new ApproximateGelu(), 1),
                arguments(new Clip(-0.5f, 6), 1),
                arguments(new ConstantAround(List.of(1, 0), List.of(2, 1), 0), 1),
                arguments(new ConstantAround(List.of(1, 0), List.of(2, 1), 0.5f), 1),
                arguments(new CumulativeSum(-1, false, false), 1),
                arguments(new Deviation(true, List.of(0), true), 1),
                arguments(new Deviation(false, List.of(0, 1), false), 1),
                arguments(new FloorDivision(Arithmetic.of(Binary.DIVIDE), false), 2),
                arguments(new FloorDivision(Arithmetic.with(Binary.DIVIDE, number(2)), true), 1),
                arguments(new FullLike(true), 1),
                arguments(new FullLike(false), 1),
                arguments(new IndexOf(0, true, false), 1),
                arguments(new LogSoftmax(0), 1),
                arguments(new LogSumExp(List.of(1), true), 1),
                arguments(new MatrixProduct(false, false), 2),
                arguments(new MirrorAround(List.of(1, 0), List.of(2, 1), true), 1),
                arguments(new MirrorAround(List.of(1, 0), List.of(2, 1), false), 1),
                arguments(new Norm(Order.EUCLIDEAN, List.of(0, 1), true), 1),
                arguments(new Norm(Order.SUM, List.of(-1), false), 1),
                arguments(new ReverseAlong(List.of(1)), 1),
                arguments(new Slice(List.of(inner, Part.only(-1))), 1),
                arguments(new Slice(List.of(Part.only(2))), 1),
                arguments(new SplitAlong(0, List.of(2, 2), false), 1),
                arguments(new SplitAlong(-1, List.of(1, 3), false), 1),
                arguments(new SplitAlong(1, List.of(1, 2, 1), false), 1),
                arguments(new SplitAlong(0, List.of(1, 1, 1, 1), true), 1),
                arguments(new StackAlong(-1), 3),
                arguments(new RollAlong(List.of(1, -2), List.of(0, 1)), 1),
                arguments(new TakeAlong(1, List.of(3, 0, 3)), 1),
                arguments(new Tile(List.of(2, 3)), 1));
    }

    static Stream<Arguments> ofKeras2() {
        return Stream.concat(
                ofBoth(),
                Stream.of(
                        arguments(new CumulativeSum(0, true, true), 1),
                        arguments(new MatrixProduct(true, true), 2),
                        arguments(new ReverseAlong(List.of(0, 1)), 1),
                        arguments(new ScaledSwish(1.702f), 1),
                        arguments(new SquaredDifference(Arithmetic.with(Binary.SUBTRACT, number(2))), 1)));
    }

    static Stream<Arguments> ofKeras3() {
        return Stream.concat(
                ofBoth(),
                Stream.of(
                        arguments(new ComposedFunction(Function.IS_ZERO), 1),
                        arguments(new Einsum("bij->bji", Optional.empty()), 1),
                        arguments(new Einsum("bij,bkj->bik", Optional.empty()), 2),
                        arguments(new Einsum("bij,j->bi", Optional.of(Tensor.of(Shape.of(4), 1, 2, 3, 4.5f))), 1),
                        arguments(new AnyOrAll(true, List.of(0), false), 1),
                        arguments(new Glu(0), 1),
                        arguments(new Threshold(0.5f, -1), 1),
                        arguments(new IndexOf(0, false, true), 1),
                        arguments(new Logical(Connective.AND), 2),
                        arguments(new Logical(Connective.OR), 2),
                        arguments(new Logical(Connective.XOR), 2),
                        arguments(Where.ofInputs(), 3),
                        arguments(new Where(Optional.of(number(1)), Optional.empty()), 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofKeras2")
    void anOperationIsReadBackFromH5(Layer layer, int inputs) throws IOException {
        assertThat(readBack(KerasFormat.H5, model(layer, inputs)).nodes())
                .isEqualTo(model(layer, inputs).nodes());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofKeras3")
    void anOperationIsReadBackFromAnArchive(Layer layer, int inputs) throws IOException {
        assertThat(readBack(KerasFormat.KERAS, model(layer, inputs)).nodes())
                .isEqualTo(model(layer, inputs).nodes());
    }

    static Stream<Arguments> several() {
        return Stream.of(
                arguments(KerasFormat.H5, new BroadcastTo(Shape.of(2, 4, 4)), 1, List.of("op/shape", "op")),
                arguments(KerasFormat.H5, new IndexOf(-1, false, true), 1, List.of("op/index", "op")),
                arguments(KerasFormat.H5, new Norm(Order.MAXIMUM, List.of(0), true), 1, List.of("op/abs", "op")),
                arguments(KerasFormat.H5, new Glu(0), 1, List.of("op/gate", "op/roll", "op/product", "op")),
                arguments(KerasFormat.H5, new Threshold(0.5f, -1), 1, List.of("op/above", "op")),
                arguments(KerasFormat.H5, new Clip(0, Float.POSITIVE_INFINITY), 1, List.of("op")),
                arguments(KerasFormat.H5, new Elementwise(Unary.TANH), 1, List.of("op")),
                arguments(KerasFormat.H5, new Logical(Connective.OR), 2, List.of("op/cast", "op/cast_1", "op")),
                arguments(KerasFormat.KERAS, new ScaledSwish(2), 1, List.of("op/scaled", "op/gate", "op")),
                arguments(KerasFormat.KERAS, new MatrixProduct(true, true), 2, List.of("op/product", "op")),
                arguments(KerasFormat.KERAS, new MatrixProduct(false, true), 2, List.of("op/transpose", "op")),
                arguments(
                        KerasFormat.KERAS,
                        new CumulativeSum(0, true, true),
                        1,
                        List.of("op/reverse", "op/sum", "op/back", "op")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("several")
    void anOperationThatKerasDoesNotHaveIsWrittenAsSeveral(
            KerasFormat format, Layer layer, int inputs, List<String> expected) throws IOException {
        Model model = model(layer, inputs);

        Model read = readBack(format, model);

        assertThat(read.nodes().stream().map(Node::name).filter(name -> name.startsWith("op")))
                .isEqualTo(expected);
        assertThat(read.outputShape("op")).isEqualTo(model.outputShape("op"));
    }

    @Test
    void anEinsumIsNotWrittenToH5() {
        Model model = model(new Einsum("bij,bkj->bik", Optional.empty()), 2);

        assertThatThrownBy(() -> readBack(KerasFormat.H5, model))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("'bij,bkj->bik'", "Keras 2 does not store", "write a .keras file");
    }

    /** TensorFlow adds no float to a truth, and takes a truth as a condition only. */
    @Test
    void typesAreCastInH5WhereTensorFlowMixesNone() throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(4);
        SymbolicTensor isLarge = graph.apply("is_large", Arithmetic.with(Binary.GREATER, number(1)), input);
        SymbolicTensor sum = graph.apply("sum", Arithmetic.of(Binary.ADD), input, isLarge);
        SymbolicTensor chosen = graph.apply("chosen", Where.ofInputs(), input, sum, input);
        SymbolicTensor again = graph.apply("again", Where.ofInputs(), isLarge, chosen, input);
        Model model = graph.build(1, graph.apply("dense", Dense.of(2), again));

        Model read = readBack(KerasFormat.H5, model);

        assertThat(read.node("sum/cast").layer()).isEqualTo(new Identity());
        assertThat(read.node("chosen/cast").layer()).isEqualTo(new ComposedFunction(Function.IS_NOT_ZERO));
        assertThat(read.nodes()).hasSize(model.nodes().size() + 2);
        assertThat(readBack(KerasFormat.H5, read).nodes()).isEqualTo(read.nodes());
        assertThat(readBack(KerasFormat.KERAS, model).nodes()).isEqualTo(model.nodes());
    }

    @ParameterizedTest
    @EnumSource(names = {"H5", "KERAS"})
    void eachCallOfAnOperationIsWrittenAsOneOfItsOwn(KerasFormat format) throws IOException {
        Model inner = Model.sequential("inner")
                .input(4)
                .add("dense", Dense.of(4))
                .add("sin", new Elementwise(Unary.SIN))
                .build(1);
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor once = graph.apply(inner, graph.input(4));
        Model model = graph.build(1, graph.apply(inner, once));

        Model read = readBack(format, model);

        assertThat(read.nodes().stream().map(Node::layer))
                .isEqualTo(model.nodes().stream().map(Node::layer).toList());
        assertThat(read.weights()).isEqualTo(model.weights());
    }

    private static Model model(Layer layer, int inputs) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor[] tensors = new SymbolicTensor[inputs];
        for (int i = 0; i < inputs; i++) {
            tensors[i] = graph.input(4, 4);
        }
        SymbolicTensor output = graph.apply("op", layer, tensors);
        if (!(layer instanceof SeveralOutputs several)) {
            return graph.build(1, output);
        }
        List<Shape> shapes = several.outputShapes(List.of(Shape.of(4, 4)));
        SymbolicTensor[] outputs = new SymbolicTensor[shapes.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = graph.apply("op/output_" + i, CallOutput.of(i, shapes), output);
        }
        return graph.build(1, outputs);
    }

    private Model readBack(KerasFormat format, Model model) throws IOException {
        Path file = folder.resolve("model" + format.extension());
        format.write(model, null, file);
        return KerasFiles.read(file);
    }
}
