// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Computes the output shapes of operations. */
class ShapeInference implements Operations<Shape> {
    private final List<WeightSpec> weights;

    /** @param weights of the layer */
    ShapeInference(List<WeightSpec> weights) {
        this.weights = List.copyOf(weights);
    }

    @Override
    public Shape shape(Shape value) {
        return value;
    }

    @Override
    public Shape weight(String name) {
        return weights.stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .map(WeightSpec::shape)
                .orElseThrow(
                        () -> new ModelException("computes with a weight '" + name + "' that it does not declare"));
    }

    @Override
    public Shape weight(String name, int from, int to) {
        return slice(weight(name), -1, from, to - from);
    }

    @Override
    public Shape constant(Tensor value) {
        return value.shape();
    }

    @Override
    public Shape unary(Unary function, Shape value) {
        return value;
    }

    @Override
    public Shape binary(Binary function, Shape left, Shape right) {
        return left.broadcast(right);
    }

    @Override
    public Shape select(Shape condition, Shape yes, Shape no) {
        return condition.broadcast(yes).broadcast(no);
    }

    @Override
    public Shape leakyRelu(Shape value, float slope) {
        return value;
    }

    @Override
    public Shape gelu(Shape value, boolean approximate) {
        return value;
    }

    @Override
    public Shape softmax(Shape value) {
        requireRank(value, 1);
        return value;
    }

    @Override
    public Shape logSoftmax(Shape value) {
        return softmax(value);
    }

    @Override
    public Shape dense(Shape value, Shape matrix) {
        requireRank(value, 1);
        if (matrix.rank() != 2 || matrix.dimension(0) != value.channels()) {
            throw new ModelException("multiplies inputs of shape " + value.batched() + " by a matrix of shape " + matrix
                    + "; the last dimension of the input must equal the first of the matrix");
        }
        return value.withChannels(matrix.dimension(1));
    }

    @Override
    public Shape matMul(Shape left, Shape right, boolean transposeRight) {
        requireRank(left, 2);
        requireRank(right, 2);
        int inner = right.dimension(transposeRight ? -1 : -2);
        int columns = right.dimension(transposeRight ? -2 : -1);
        if (left.channels() != inner || !leading(left).equals(leading(right))) {
            throw new ModelException("multiplies matrices of shapes " + left.batched() + " and " + right.batched()
                    + (transposeRight ? " transposed" : "") + ", which do not fit");
        }
        return left.withChannels(columns);
    }

    private static List<Integer> leading(Shape shape) {
        return shape.dimensions().subList(0, shape.rank() - 2);
    }

    @Override
    public Shape reshape(Shape value, Shape shape) {
        if (value.elements() != shape.elements()) {
            throw new ModelException("cannot arrange " + value.batched() + " as " + shape.batched() + ": "
                    + value.elements() + " numbers are not " + shape.elements());
        }
        return shape;
    }

    @Override
    public Shape transpose(Shape value, int... axes) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        for (int axis = 0; axis < axes.length; axis++) {
            if (axes.length != value.rank() || sorted[axis] != axis) {
                throw new ModelException("cannot permute the dimensions of " + value.batched() + " to the order "
                        + Arrays.toString(axes) + ", where 0 is the first after the batch");
            }
        }
        return new Shape(Arrays.stream(axes).mapToObj(value::dimension).toList());
    }

    @Override
    public Shape slice(Shape value, int axis, int from, int size) {
        int place = Inputs.axis(value, axis);
        if (from < 0 || size < 1 || from + size > value.dimension(place)) {
            throw new ModelException("takes elements " + from + " to " + (from + size - 1) + " of a dimension of "
                    + value.dimension(place) + " in " + value.batched());
        }
        return with(value, place, size);
    }

    @Override
    public Shape take(Shape value, int axis, List<Integer> indices) {
        int place = Inputs.axis(value, axis);
        int size = value.dimension(place);
        if (indices.isEmpty() || indices.stream().anyMatch(index -> index < 0 || index >= size)) {
            throw new ModelException(
                    "takes elements " + indices + " of a dimension of " + size + " in " + value.batched());
        }
        return with(value, place, indices.size());
    }

    @Override
    public Shape reverse(Shape value, int axis) {
        Inputs.axis(value, axis);
        return value;
    }

    @Override
    public Shape concatenate(List<Shape> values, int axis) {
        Shape first = values.get(0);
        int place = Inputs.axis(first, axis);
        int size = 0;
        for (Shape value : values) {
            if (value.rank() != first.rank() || !with(value, place, 1).equals(with(first, place, 1))) {
                throw new ModelException("joins inputs that differ only in one dimension, but they have shapes "
                        + first.batched() + " and " + value.batched());
            }
            size = Math.addExact(size, value.dimension(place));
        }
        return with(first, place, size);
    }

    @Override
    public Shape pad(Shape value, List<Integer> before, List<Integer> after) {
        checkSides(value, before, after);
        List<Integer> padded = new ArrayList<>();
        for (int axis = 0; axis < value.rank(); axis++) {
            padded.add(Math.addExact(value.dimension(axis), Math.addExact(before.get(axis), after.get(axis))));
        }
        return new Shape(padded);
    }

    private static void checkSides(Shape value, List<Integer> before, List<Integer> after) {
        if (before.size() != value.rank() || after.size() != value.rank()) {
            throw new ModelException("pads " + before.size() + " dimensions after the batch, but the input has shape "
                    + value.batched());
        }
    }

    @Override
    public Shape mirror(Shape value, List<Integer> before, List<Integer> after, boolean repeatsEdge) {
        checkSides(value, before, after);
        for (int axis = 0; axis < value.rank(); axis++) {
            int most = value.dimension(axis) - (repeatsEdge ? 0 : 1);
            if (Math.max(before.get(axis), after.get(axis)) > most) {
                throw new ModelException("mirrors " + before + " and " + after + " elements of an input of shape "
                        + value.batched() + "; at most " + most + " are there in dimension " + (axis + 1));
            }
        }
        return pad(value, before, after);
    }

    @Override
    public Shape tile(Shape value, List<Integer> times) {
        List<Integer> tiled = new ArrayList<>();
        for (int axis = 0; axis < value.rank(); axis++) {
            tiled.add(Math.multiplyExact(value.dimension(axis), times.get(axis)));
        }
        return new Shape(tiled);
    }

    @Override
    public Shape reduce(Reduction reduction, Shape value, boolean keepDimensions, int... axes) {
        List<Integer> reduced =
                Arrays.stream(axes).mapToObj(axis -> Inputs.axis(value, axis)).toList();
        List<Integer> left = new ArrayList<>();
        for (int axis = 0; axis < value.rank(); axis++) {
            if (!reduced.contains(axis)) {
                left.add(value.dimension(axis));
            } else if (keepDimensions) {
                left.add(1);
            }
        }
        return new Shape(left);
    }

    @Override
    public Shape argMax(Shape value, int axis) {
        return reduce(Reduction.MAXIMUM, value, false, axis);
    }

    @Override
    public Shape argMin(Shape value, int axis) {
        return argMax(value, axis);
    }

    @Override
    public Shape rows(Shape table, Shape indices) {
        List<Integer> dimensions = new ArrayList<>(indices.dimensions());
        dimensions.add(table.channels());
        return new Shape(dimensions);
    }

    @Override
    public Shape resize(Shape picture, Size size, Interpolation interpolation) {
        return Shape.of(size.height(), size.width(), Inputs.picture(picture).channels());
    }

    @Override
    public Shape maxPool(Shape picture, Size window, Size strides, Padding padding) {
        return new Window(window, strides, Size.ONE, padding).slide(Inputs.picture(picture), picture.channels());
    }

    @Override
    public Shape averagePool(Shape picture, Size window, Size strides, Padding padding) {
        return maxPool(picture, window, strides, padding);
    }

    @Override
    public Shape convolve(Shape picture, Shape kernel, Size strides, Padding padding, Size dilation) {
        return new Conv2D(
                        kernel.dimension(3),
                        window(kernel),
                        strides,
                        padding,
                        dilation,
                        ActivationFunction.LINEAR,
                        false)
                .outputShape(List.of(picture));
    }

    @Override
    public Shape convolveDepthwise(Shape picture, Shape kernel, Size strides, Padding padding, Size dilation) {
        return new DepthwiseConv2D(
                        window(kernel),
                        strides,
                        padding,
                        kernel.dimension(3),
                        dilation,
                        ActivationFunction.LINEAR,
                        false)
                .outputShape(List.of(picture));
    }

    private static Size window(Shape kernel) {
        return new Size(kernel.dimension(0), kernel.dimension(1));
    }

    @Override
    public Shape convolveTransposed(Shape picture, Shape kernel, Size result, Size strides, Padding padding) {
        return Shape.of(result.height(), result.width(), kernel.dimension(2));
    }

    @Override
    public Shape convolveVolume(Shape volume, Shape kernel, Volume strides, Padding padding) {
        Inputs.volume(volume);
        Volume window = new Volume(kernel.dimension(0), kernel.dimension(1), kernel.dimension(2));
        return Window.slide(window, volume, strides, padding, kernel.dimension(4));
    }

    @Override
    public Shape eachStep(List<Shape> sequences, Layer layer) {
        sequences.forEach(sequence -> requireRank(sequence, 2));
        List<Integer> lengths = sequences.stream()
                .map(sequence -> sequence.dimension(0))
                .distinct()
                .toList();
        if (lengths.size() != 1) {
            throw new ModelException("has sequences of " + lengths + " steps; expected the same number in each");
        }
        Shape step = layer.outputShape(
                sequences.stream().map(ShapeInference::withoutFirst).toList());
        List<Integer> dimensions = new ArrayList<>(lengths);
        dimensions.addAll(step.dimensions());
        return new Shape(dimensions);
    }

    private static Shape withoutFirst(Shape shape) {
        return new Shape(shape.dimensions().subList(1, shape.rank()));
    }

    @Override
    public List<Shape> unstack(Shape value) {
        requireRank(value, 1);
        return Collections.nCopies(value.dimension(0), withoutFirst(value));
    }

    @Override
    public Shape stack(List<Shape> values) {
        List<Integer> dimensions = new ArrayList<>(List.of(values.size()));
        dimensions.addAll(values.get(0).dimensions());
        return new Shape(dimensions);
    }

    @Override
    public Optional<Shape> dropoutMask(Shape of, Shape shape, float rate) {
        return Optional.empty();
    }

    @Override
    public Optional<Shape> normalNoise(Shape of, Shape shape) {
        return Optional.empty();
    }

    private static void requireRank(Shape value, int rank) {
        if (value.rank() < rank) {
            throw new ModelException("expects an input of at least " + rank + " dimensions after the batch, but it has"
                    + " shape " + value.batched());
        }
    }

    private static Shape with(Shape value, int axis, int size) {
        List<Integer> dimensions = new ArrayList<>(value.dimensions());
        dimensions.set(axis, size);
        return new Shape(dimensions);
    }
}
