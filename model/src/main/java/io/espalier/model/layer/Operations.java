// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * The operations of which composed layers consist.
 *
 * <p>A value is either computed from the inputs of the layer, and has a batch dimension, or a constant, such as a weight, and has none. Shapes
 * never include the batch dimension. Axes count from 0, negative ones from the end. Binary operations broadcast as NumPy does.
 *
 * <p>Every method throws {@link io.espalier.model.tensor.ModelException} if shapes do not fit.
 *
 * @param <T> the type that represents a value
 */
public interface Operations<T> {
    /**
     * Operations that compute shapes alone: a value is its shape.
     *
     * @param weights those of the layer; a weight that is not among them is an error
     */
    static Operations<Shape> shapes(List<WeightSpec> weights) {
        return new ShapeInference(weights);
    }

    /** The shape of a value for one example, or of a constant. */
    Shape shape(T value);

    /** A weight of the layer. */
    T weight(String name);

    /** A part of a weight: the elements {@code from} to below {@code to} of its last dimension. */
    T weight(String name, int from, int to);

    /** A constant. */
    T constant(Tensor value);

    /** Applies a function to each element. */
    T unary(Unary function, T value);

    /** Combines two values element by element, with broadcasting. */
    T binary(Binary function, T left, T right);

    /** For each element that of {@code yes} where the condition is not 0, else that of {@code no}; with broadcasting. */
    T select(T condition, T yes, T no);

    /** 1 for each element above the threshold, else 0. */
    default T isAbove(T value, float threshold) {
        return binary(Binary.GREATER, value, scalar(threshold));
    }

    /** 1 for each element that is not this number, else 0. */
    default T isOther(T value, float number) {
        return binary(Binary.NOT_EQUAL, value, scalar(number));
    }

    /** The value where a condition is not 0, else a number, with broadcasting. */
    default T where(T condition, T value, float otherwise) {
        return select(condition, value, scalar(otherwise));
    }

    /** {@code x} where it is above 0, else {@code slope * x}. */
    T leakyRelu(T value, float slope);

    /** {@code x * P(X <= x)} for a normal X, or its approximation by tanh. */
    T gelu(T value, boolean approximate);

    /** Softmax over the last dimension. */
    T softmax(T value);

    /** The logarithm of the softmax over the last dimension. */
    T logSoftmax(T value);

    /**
     * The product of a value (..., inputs) and a constant matrix (inputs, units).
     *
     * @return (..., units)
     */
    T dense(T value, T matrix);

    /** The product of matrices in the last two dimensions: (..., n, k) times (..., k, m), or times the transpose of (..., m, k). */
    T matMul(T left, T right, boolean transposeRight);

    /** The same elements in another shape. */
    T reshape(T value, Shape shape);

    /** Dimension i of the result is dimension {@code axes[i]} of the value. */
    T transpose(T value, int... axes);

    /** The elements {@code from} to below {@code from + size} along one axis. */
    T slice(T value, int axis, int from, int size);

    /** The elements at these indices along one axis; one may come several times. */
    T take(T value, int axis, List<Integer> indices);

    /** The elements in reverse order along one axis. */
    T reverse(T value, int axis);

    /** Concatenates values along one axis. */
    T concatenate(List<T> values, int axis);

    /** Splits a value along its first dimension, and drops that dimension. */
    List<T> unstack(T value);

    /** Stacks values of the same shape along a new first dimension. */
    T stack(List<T> values);

    /**
     * Pads a value with zeros.
     *
     * @param before the number of zeros before each dimension
     * @param after the number of zeros after each dimension
     */
    T pad(T value, List<Integer> before, List<Integer> after);

    /**
     * Pads a value with its own elements in reverse order, as seen from each edge.
     *
     * @param before how many come before each dimension; all of them, but for the edge itself unless it is repeated, at most
     * @param after likewise behind it
     * @param repeatsEdge whether the element at the edge comes twice
     */
    T mirror(T value, List<Integer> before, List<Integer> after, boolean repeatsEdge);

    /** Repeats a value this many times along each dimension. */
    T tile(T value, List<Integer> times);

    /** Reduces a value along the axes, which stay with size 1 if {@code keepDimensions}. */
    T reduce(Reduction reduction, T value, boolean keepDimensions, int... axes);

    /** Where the largest element is along one axis, which goes away: its index from 0, the first of several. */
    T argMax(T value, int axis);

    /** As {@link #argMax}, of the smallest element. */
    T argMin(T value, int axis);

    /** Looks up rows of a constant table (rows, features) by indices that are whole numbers from 0. */
    T rows(T table, T indices);

    /**
     * Resizes an image (height, width, channels).
     *
     * @param interpolation bilinear or nearest; a bicubic one is composed of other operations
     */
    T resize(T image, Size size, Interpolation interpolation);

    /** Max pooling of an image (height, width, channels). */
    T maxPool(T image, Size window, Size strides, Padding padding);

    /** Average pooling of an image (height, width, channels); padding does not count. */
    T averagePool(T image, Size window, Size strides, Padding padding);

    /** Convolution of an image (height, width, channels) with a constant kernel (height, width, channels, filters). */
    T convolve(T image, T kernel, Size strides, Padding padding, Size dilation);

    /** Depthwise convolution of an image with a constant kernel (height, width, channels, multiplier). */
    T convolveDepthwise(T image, T kernel, Size strides, Padding padding, Size dilation);

    /**
     * Transposed convolution of an image, as Keras's Conv2DTranspose computes it.
     *
     * @param kernel constant, (height, width, filters, channels)
     * @param result the size of the output
     */
    T convolveTransposed(T image, T kernel, Size result, Size strides, Padding padding);

    /**
     * Convolution of a volume (depth, height, width, channels) with a constant kernel (depth, height, width, channels, filters).
     */
    T convolveVolume(T volume, T kernel, Volume strides, Padding padding);

    /**
     * Applies a layer to each step of its inputs, sequences (steps, ...) of the same length, as if it were an example. The weights belong to
     * that layer.
     */
    T eachStep(List<T> sequences, Layer layer);

    /**
     * A random mask to multiply by during training: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}.
     *
     * @param of the value whose batch the mask is for
     * @return empty at inference
     */
    Optional<T> dropoutMask(T of, Shape shape, float rate);

    /** Random numbers of mean 0 and variance 1 during training; empty at inference. */
    Optional<T> normalNoise(T of, Shape shape);

    /** Dropout: during training each element becomes 0 with probability {@code rate}, and the others are scaled by {@code 1 / (1 - rate)}. */
    default T dropout(T value, float rate) {
        return dropout(value, shape(value), rate);
    }

    /** As {@link #dropout(Object, float)}, with one mask of this shape that is broadcast over the value. */
    default T dropout(T value, Shape mask, float rate) {
        if (rate == 0) {
            return value;
        }
        return masked(value, dropoutMask(value, mask, rate));
    }

    /** A value times the mask of a dropout, if there is one. */
    default T masked(T value, Optional<T> mask) {
        return mask.map(kept -> multiply(value, kept)).orElse(value);
    }

    /** {@code x} where it is above 0, else {@code slope * x}, with a constant for the slope. */
    default T prelu(T value, T slope) {
        T below = unary(Unary.RELU, unary(Unary.NEGATE, value));
        return subtract(unary(Unary.RELU, value), multiply(below, slope));
    }

    /** The sum of two values, with broadcasting. */
    default T add(T left, T right) {
        return binary(Binary.ADD, left, right);
    }

    /** The difference of two values, with broadcasting. */
    default T subtract(T left, T right) {
        return binary(Binary.SUBTRACT, left, right);
    }

    /** The product of two values, with broadcasting. */
    default T multiply(T left, T right) {
        return binary(Binary.MULTIPLY, left, right);
    }

    /** A constant scalar. */
    default T scalar(float value) {
        return constant(Tensor.of(Shape.of(), value));
    }

    /** Functions of one number, applied element by element. */
    enum Unary {
        ABS,
        CEIL,
        COS,
        /** {@code x} where it is above 0, else {@code exp(x) - 1}. */
        ELU,
        EXP,
        FLOOR,
        /** {@code x * min(max(x + 3, 0), 6) / 6}. */
        HARD_SWISH,
        LOG,
        NEGATE,
        RELU,
        RELU6,
        /** To the nearest whole number; from halfway to the even one. */
        ROUND,
        /** {@code 1 / sqrt(x)}. */
        RSQRT,
        SIGMOID,
        /** -1, 0 or 1. */
        SIGN,
        SIN,
        SQRT,
        SQUARE,
        TANH
    }

    /** Functions of two numbers. A comparison is 1 where it holds, else 0. */
    enum Binary {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAXIMUM,
        MINIMUM,
        /** The first to the power of the second. */
        POWER,
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_EQUAL,
        LESS,
        LESS_EQUAL
    }

    /** How elements along some axes become one. */
    enum Reduction {
        MAXIMUM,
        MEAN,
        MINIMUM,
        PRODUCT,
        SUM
    }

    /** Where the pixels of an image of another size come from; centres of pixels lie at halves, as in TensorFlow 2. */
    enum Interpolation {
        BILINEAR,
        NEAREST,
        /** By the cubic convolution of Keys, with a = -0.5. */
        BICUBIC
    }
}
