// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Interpolation;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/**
 * The operations that composed layers consist of.
 *
 * <p>A value is either computed from what goes into the layer, and has the batch in front, or a constant, a weight among them, and has none.
 * Shapes are always those without the batch, and axes count their dimensions, from 0 or, below 0, from the end. Where two values meet, their
 * shapes are aligned at the last dimension, and dimensions of 1 or that one lacks are repeated.
 *
 * <p>Every method throws {@link io.espalier.model.tensor.ModelException} where shapes do not fit.
 *
 * @param <T> what stands for a value
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

    /** Of one example, or of a constant. */
    Shape shape(T value);

    /** A weight of the layer, by its name. */
    T weight(String name);

    /** A part of a weight: the elements {@code from} to below {@code to} of its last dimension. */
    T weight(String name, int from, int to);

    T constant(Tensor value);

    T unary(Unary function, T value);

    T binary(Binary function, T left, T right);

    /** 1 where the value is above the threshold, else 0. */
    T isAbove(T value, float threshold);

    /** {@code x} where it is above 0, else {@code slope * x}. */
    T leakyRelu(T value, float slope);

    /** {@code x * P(X <= x)} for a normal X, or its approximation by tanh. */
    T gelu(T value, boolean approximate);

    /** Over the last dimension. */
    T softmax(T value);

    /**
     * The last dimension of the value (..., inputs) times a constant matrix (inputs, units).
     *
     * @return (..., units)
     */
    T dense(T value, T matrix);

    /** Matrices in the last two dimensions: (..., n, k) times (..., k, m), or times (..., m, k) transposed. */
    T matMul(T left, T right, boolean transposeRight);

    T reshape(T value, Shape shape);

    /** Dimension i of the result is dimension {@code axes[i]} of the value. */
    T transpose(T value, int... axes);

    /** So many elements of one dimension. */
    T slice(T value, int axis, int from, int size);

    /** The other way round along one dimension. */
    T reverse(T value, int axis);

    T concatenate(List<T> values, int axis);

    /** What stands along the first dimension, one by one, without that dimension. */
    List<T> unstack(T value);

    /** Values of one shape along a new first dimension. */
    T stack(List<T> values);

    /**
     * Zeros around a value.
     *
     * @param before how many are put in front of each dimension
     * @param after how many behind each
     */
    T pad(T value, List<Integer> before, List<Integer> after);

    /** The whole value so many times over, along each dimension. */
    T tile(T value, List<Integer> times);

    T reduce(Reduction reduction, T value, boolean keepDimensions, int... axes);

    /** The rows of a constant table (rows, features) that the numbers in the value, whole and not negative, point to. */
    T rows(T table, T indices);

    /** A picture (height, width, channels) in another size. */
    T resize(T picture, Size size, Interpolation interpolation);

    /** The largest value of each window of a picture (height, width, channels), channel by channel. */
    T maxPool(T picture, Size window, Size strides, Padding padding);

    /** The mean of each window of a picture (height, width, channels), channel by channel; padding does not count. */
    T averagePool(T picture, Size window, Size strides, Padding padding);

    /** A picture (height, width, channels) convolved by a constant kernel (height, width, channels, filters). */
    T convolve(T picture, T kernel, Size strides, Padding padding, Size dilation);

    /** Each channel by itself, by a constant kernel (height, width, channels, multiplier). */
    T convolveDepthwise(T picture, T kernel, Size strides, Padding padding, Size dilation);

    /**
     * The gradient of a convolution towards its picture, which is what Keras's Conv2DTranspose computes.
     *
     * @param kernel constant, (height, width, filters, channels)
     * @param result how large the picture is that comes out
     */
    T convolveTransposed(T picture, T kernel, Size result, Size strides, Padding padding);

    /**
     * Several pictures, a volume (depth, height, width, channels), convolved by a constant kernel (depth, height, width, channels, filters).
     */
    T convolveVolume(T volume, T kernel, Volume strides, Padding padding);

    /** What a layer makes of each step of a sequence (steps, ...), as if the step were an example; the weights are that layer's own. */
    T eachStep(T sequence, Layer layer);

    /**
     * Numbers to multiply by while the model is trained: 0 for a share of them, chosen anew each time, and {@code 1 / (1 - rate)} for the
     * others.
     *
     * @param of whose batch it is for
     * @return nothing where the model is not trained
     */
    Optional<T> dropoutMask(T of, Shape shape, float rate);

    /** Random numbers of mean 0 and variance 1, each time others, while the model is trained; nothing otherwise. */
    Optional<T> normalNoise(T of, Shape shape);

    /** While the model is trained, a share of the numbers becomes 0, and the others grow by as much. Otherwise nothing happens. */
    default T dropout(T value, float rate) {
        return dropout(value, shape(value), rate);
    }

    /** As {@link #dropout(Object, float)}, but alike for all that a mask of this shape is repeated over. */
    default T dropout(T value, Shape mask, float rate) {
        if (rate == 0) {
            return value;
        }
        return dropoutMask(value, mask, rate).map(kept -> multiply(value, kept)).orElse(value);
    }

    /** {@code x} where it is above 0, else {@code slope * x}, with a constant for the slope. */
    default T prelu(T value, T slope) {
        T below = unary(Unary.RELU, unary(Unary.NEGATE, value));
        return subtract(unary(Unary.RELU, value), multiply(below, slope));
    }

    default T add(T left, T right) {
        return binary(Binary.ADD, left, right);
    }

    default T subtract(T left, T right) {
        return binary(Binary.SUBTRACT, left, right);
    }

    default T multiply(T left, T right) {
        return binary(Binary.MULTIPLY, left, right);
    }

    default T scalar(float value) {
        return constant(Tensor.of(Shape.of(), value));
    }

    /** Functions of each number by itself. */
    enum Unary {
        ABS,
        /** {@code x} where it is above 0, else {@code exp(x) - 1}. */
        ELU,
        EXP,
        /** {@code x * min(max(x + 3, 0), 6) / 6}. */
        HARD_SWISH,
        LOG,
        NEGATE,
        RELU,
        RELU6,
        /** {@code 1 / sqrt(x)}. */
        RSQRT,
        SIGMOID,
        SQRT,
        SQUARE,
        TANH
    }

    /** Functions of two numbers. */
    enum Binary {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAXIMUM,
        MINIMUM
    }

    /** What becomes of all numbers along some axes. */
    enum Reduction {
        MAXIMUM,
        MEAN,
        MINIMUM,
        SUM
    }
}
