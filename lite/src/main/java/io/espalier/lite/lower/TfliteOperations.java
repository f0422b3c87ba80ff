// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Options;
import io.espalier.lite.lower.TfliteValues.Value;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.part.LayerPart;
import io.espalier.model.part.NumberedOperations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What composed layers are made of, as operators of TFLite. */
final class TfliteOperations implements Operations<Value> {
    private static final Operations<Shape> SHAPES = Operations.shapes(List.of());

    private final Model model;
    private final Node node;
    private final SubgraphBuilder builder;
    private final TfliteValues graph;
    private final TfliteElements elements;
    private final TfliteMovement moves;
    private final TfliteProducts products;

    TfliteOperations(Model model, Node node, SubgraphBuilder builder) {
        this.model = model;
        this.node = node;
        this.builder = builder;
        this.graph = new TfliteValues(node.name(), builder);
        this.elements = new TfliteElements(graph);
        this.moves = new TfliteMovement(graph);
        this.products = new TfliteProducts(graph);
    }

    /** The same, with the place in the model that each result comes from. */
    Operations<Value> numbered() {
        return new NumberedOperations<>(this, (number, result) -> {
            result.tensor().ifPresent(tensor -> builder.placed(tensor, ActivationKey.operation(node.name(), number)));
            return result;
        });
    }

    /** The tensor that holds a value. */
    int tensor(Value value) {
        return graph.tensor(value);
    }

    @Override
    public Shape shape(Value value) {
        return value.shape();
    }

    @Override
    public Value weight(String name) {
        return weight(name, name, values -> values);
    }

    @Override
    public Value weight(String name, int from, int to) {
        return weight(name, name + "_" + from, values -> Constants.slice(values, -1, from, to - from));
    }

    @Override
    public Value constant(Tensor value) {
        return graph.constant(value);
    }

    private Value weight(String weight, String name, UnaryOperator<Tensor> part) {
        WeightKey key = node.weightKey(weight);
        Tensor values = part.apply(model.weights().get(key));
        return TfliteValues.constant(node.name() + "/" + name, values, Optional.of(key));
    }

    @Override
    public Value unary(Unary function, Value value) {
        return elements.unary(function, value);
    }

    @Override
    public Value binary(Binary function, Value left, Value right) {
        return elements.binary(function, left, right);
    }

    @Override
    public Value select(Value condition, Value yes, Value no) {
        return elements.select(condition, yes, no);
    }

    @Override
    public Value leakyRelu(Value value, float slope) {
        return elements.leakyRelu(value, slope);
    }

    @Override
    public Value gelu(Value value, boolean approximate) {
        return elements.gelu(value, approximate);
    }

    @Override
    public Value softmax(Value value) {
        return elements.softmax(value);
    }

    @Override
    public Value logSoftmax(Value value) {
        return elements.logSoftmax(value);
    }

    /** Steps become examples of a larger batch. */
    @Override
    public Value eachStep(List<Value> sequences, Layer layer) {
        List<Value> steps = sequences.stream()
                .map(sequence -> reshape(
                        sequence,
                        new Shape(sequence.shape()
                                .dimensions()
                                .subList(1, sequence.shape().rank()))))
                .toList();
        LayerPart part = LayerPart.of(
                model, node, layer, steps.stream().map(Value::shape).toList());
        List<Integer> examples = steps.stream().map(this::tensor).toList();
        int result = LayerLowering.lower(part.model(), part.node(), examples, builder);
        if (!examples.contains(result)) {
            builder.renamed(result, graph.unique("step"));
        }
        Value whole = Value.computed(part.model().outputShape(part.node()), result);
        return reshape(
                whole, SHAPES.eachStep(sequences.stream().map(Value::shape).toList(), layer));
    }

    @Override
    public Value prelu(Value value, Value slope) {
        return graph.computed(BuiltinOperator.PRELU, Options.NONE, value.shape(), tensor(value), tensor(slope));
    }

    /** Dropout is for training alone. */
    @Override
    public Optional<Value> dropoutMask(Value of, Shape shape, float rate) {
        return Optional.empty();
    }

    @Override
    public Optional<Value> normalNoise(Value of, Shape shape) {
        return Optional.empty();
    }

    @Override
    public Value reshape(Value value, Shape shape) {
        return moves.reshape(value, shape);
    }

    @Override
    public Value transpose(Value value, int... axes) {
        return moves.transpose(value, axes);
    }

    @Override
    public Value slice(Value value, int axis, int from, int size) {
        return moves.slice(value, axis, from, size);
    }

    @Override
    public Value take(Value value, int axis, List<Integer> indices) {
        return moves.take(value, axis, indices);
    }

    @Override
    public Value reverse(Value value, int axis) {
        return moves.reverse(value, axis);
    }

    @Override
    public Value concatenate(List<Value> values, int axis) {
        return moves.concatenate(values, axis);
    }

    @Override
    public Value pad(Value value, List<Integer> before, List<Integer> after) {
        return moves.pad(value, before, after);
    }

    @Override
    public Value mirror(Value value, List<Integer> before, List<Integer> after, boolean repeatsEdge) {
        return moves.mirror(value, before, after, repeatsEdge);
    }

    @Override
    public Value tile(Value value, List<Integer> times) {
        return moves.tile(value, times);
    }

    @Override
    public Value reduce(Reduction reduction, Value value, boolean keepDimensions, int... axes) {
        return moves.reduce(reduction, value, keepDimensions, axes);
    }

    @Override
    public Value argMax(Value value, int axis) {
        return moves.place(BuiltinOperator.ARG_MAX, OptionsTable.ARG_MAX, value, axis);
    }

    @Override
    public Value argMin(Value value, int axis) {
        return moves.place(BuiltinOperator.ARG_MIN, OptionsTable.ARG_MIN, value, axis);
    }

    @Override
    public Value rows(Value table, Value indices) {
        return moves.rows(table, indices);
    }

    @Override
    public Value resize(Value picture, Size size, Interpolation interpolation) {
        return moves.resize(picture, size, interpolation);
    }

    @Override
    public List<Value> unstack(Value value) {
        return moves.unstack(value);
    }

    @Override
    public Value stack(List<Value> values) {
        return moves.stack(values);
    }

    @Override
    public Value maxPool(Value picture, Size window, Size strides, Padding padding) {
        return moves.pool(BuiltinOperator.MAX_POOL_2D, picture, window, strides, padding);
    }

    @Override
    public Value averagePool(Value picture, Size window, Size strides, Padding padding) {
        return moves.pool(BuiltinOperator.AVERAGE_POOL_2D, picture, window, strides, padding);
    }

    @Override
    public Value dense(Value value, Value matrix) {
        return products.dense(value, matrix);
    }

    @Override
    public Value matMul(Value left, Value right, boolean transposeRight) {
        return products.matMul(left, right, transposeRight);
    }

    @Override
    public Value convolve(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        return products.convolve(picture, kernel, strides, padding, dilation);
    }

    @Override
    public Value convolveDepthwise(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        return products.convolveDepthwise(picture, kernel, strides, padding, dilation);
    }

    @Override
    public Value convolveTransposed(Value picture, Value kernel, Size result, Size strides, Padding padding) {
        return products.convolveTransposed(picture, kernel, result, strides, padding);
    }

    @Override
    public Value convolveVolume(Value volume, Value kernel, Volume strides, Padding padding) {
        return products.convolveVolume(volume, kernel, strides, padding);
    }
}
