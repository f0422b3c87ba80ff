// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.part;

import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import java.util.List;
import java.util.Optional;

/**
 * Operations that count those which compute new values, or join values: each such result is shown to an observer with its number, from 0 on. The
 * same layer gets the same numbers wherever it is computed, in training as in conversion. Operations that only move the values of one operand, and
 * dropout, have no number.
 *
 * @param <T> the type that represents a value
 */
public final class NumberedOperations<T> implements Operations<T> {
    /** Sees each numbered result. */
    @FunctionalInterface
    public interface Observer<T> {
        /** The result as the layer's next operation takes it. */
        T seen(int number, T result);
    }

    private final Operations<T> on;
    private final Observer<T> observer;
    private int count;

    /** @param on computes them */
    public NumberedOperations(Operations<T> on, Observer<T> observer) {
        this.on = on;
        this.observer = observer;
    }

    private T numbered(T result) {
        return observer.seen(count++, result);
    }

    @Override
    public Shape shape(T value) {
        return on.shape(value);
    }

    @Override
    public T weight(String name) {
        return on.weight(name);
    }

    @Override
    public T weight(String name, int from, int to) {
        return on.weight(name, from, to);
    }

    @Override
    public T constant(Tensor value) {
        return on.constant(value);
    }

    @Override
    public T unary(Unary function, T value) {
        return numbered(on.unary(function, value));
    }

    @Override
    public T binary(Binary function, T left, T right) {
        return numbered(on.binary(function, left, right));
    }

    @Override
    public T select(T condition, T yes, T no) {
        return numbered(on.select(condition, yes, no));
    }

    @Override
    public T leakyRelu(T value, float slope) {
        return numbered(on.leakyRelu(value, slope));
    }

    @Override
    public T gelu(T value, boolean approximate) {
        return numbered(on.gelu(value, approximate));
    }

    @Override
    public T softmax(T value) {
        return numbered(on.softmax(value));
    }

    @Override
    public T logSoftmax(T value) {
        return numbered(on.logSoftmax(value));
    }

    @Override
    public T dense(T value, T matrix) {
        return numbered(on.dense(value, matrix));
    }

    @Override
    public T matMul(T left, T right, boolean transposeRight) {
        return numbered(on.matMul(left, right, transposeRight));
    }

    @Override
    public T reshape(T value, Shape shape) {
        return on.reshape(value, shape);
    }

    @Override
    public T transpose(T value, int... axes) {
        return on.transpose(value, axes);
    }

    @Override
    public T slice(T value, int axis, int from, int size) {
        return on.slice(value, axis, from, size);
    }

    @Override
    public T take(T value, int axis, List<Integer> indices) {
        return on.take(value, axis, indices);
    }

    @Override
    public T reverse(T value, int axis) {
        return on.reverse(value, axis);
    }

    @Override
    public T concatenate(List<T> values, int axis) {
        return numbered(on.concatenate(values, axis));
    }

    @Override
    public List<T> unstack(T value) {
        return on.unstack(value);
    }

    @Override
    public T stack(List<T> values) {
        return numbered(on.stack(values));
    }

    @Override
    public T pad(T value, List<Integer> before, List<Integer> after) {
        return on.pad(value, before, after);
    }

    @Override
    public T mirror(T value, List<Integer> before, List<Integer> after, boolean repeatsEdge) {
        return on.mirror(value, before, after, repeatsEdge);
    }

    @Override
    public T tile(T value, List<Integer> times) {
        return on.tile(value, times);
    }

    @Override
    public T reduce(Reduction reduction, T value, boolean keepDimensions, int... axes) {
        return numbered(on.reduce(reduction, value, keepDimensions, axes));
    }

    @Override
    public T argMax(T value, int axis) {
        return numbered(on.argMax(value, axis));
    }

    @Override
    public T argMin(T value, int axis) {
        return numbered(on.argMin(value, axis));
    }

    @Override
    public T rows(T table, T indices) {
        return numbered(on.rows(table, indices));
    }

    @Override
    public T resize(T image, Size size, Interpolation interpolation) {
        return numbered(on.resize(image, size, interpolation));
    }

    @Override
    public T maxPool(T image, Size window, Size strides, Padding padding) {
        return on.maxPool(image, window, strides, padding);
    }

    @Override
    public T averagePool(T image, Size window, Size strides, Padding padding) {
        return numbered(on.averagePool(image, window, strides, padding));
    }

    @Override
    public T convolve(T image, T kernel, Size strides, Padding padding, Size dilation) {
        return numbered(on.convolve(image, kernel, strides, padding, dilation));
    }

    @Override
    public T convolveDepthwise(T image, T kernel, Size strides, Padding padding, Size dilation) {
        return numbered(on.convolveDepthwise(image, kernel, strides, padding, dilation));
    }

    @Override
    public T convolveTransposed(T image, T kernel, Size result, Size strides, Padding padding) {
        return numbered(on.convolveTransposed(image, kernel, result, strides, padding));
    }

    @Override
    public T convolveVolume(T volume, T kernel, Volume strides, Padding padding) {
        return numbered(on.convolveVolume(volume, kernel, strides, padding));
    }

    @Override
    public T eachStep(List<T> sequences, Layer layer) {
        return on.eachStep(sequences, layer);
    }

    @Override
    public Optional<T> dropoutMask(T of, Shape shape, float rate) {
        return on.dropoutMask(of, shape, rate);
    }

    @Override
    public Optional<T> normalNoise(T of, Shape shape) {
        return on.normalNoise(of, shape);
    }

    // Not the default: its product is there in training alone, and would move the numbers of what follows.
    @Override
    public T masked(T value, Optional<T> mask) {
        return on.masked(value, mask);
    }

    @Override
    public T prelu(T value, T slope) {
        return numbered(on.prelu(value, slope));
    }
}
