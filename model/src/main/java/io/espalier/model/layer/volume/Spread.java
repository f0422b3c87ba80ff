// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Zeros between the elements of a value, as strides of a transposed convolution, and dilation, want them. */
public final class Spread {
    private Spread() {}

    /** The elements along an axis, this far apart, with zeros behind each. */
    static <T> T along(Operations<T> on, T value, int axis, int distance) {
        if (distance == 1) {
            return value;
        }
        List<Integer> dimensions = on.shape(value).dimensions();
        int before = product(dimensions.subList(0, axis + 1));
        int after = product(dimensions.subList(axis + 1, dimensions.size()));
        T column = on.reshape(value, Shape.of(before, 1, after));
        T spread = on.pad(column, List.of(0, 0, 0), List.of(0, distance - 1, 0));
        List<Integer> wider = new ArrayList<>(dimensions);
        wider.set(axis, dimensions.get(axis) * distance);
        return on.reshape(spread, new Shape(wider));
    }

    /** As {@link #along}, without the zeros behind the last. */
    static <T> T between(Operations<T> on, T value, int axis, int distance) {
        int size = on.shape(value).dimension(axis);
        return distance == 1 ? value : on.slice(along(on, value, axis, distance), axis, 0, (size - 1) * distance + 1);
    }

    private static int product(List<Integer> dimensions) {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * The input of the convolution without padding that computes a transposed one.
     *
     * @param window with its dilation
     * @param length of the output
     */
    public static <T> T forTransposed(
            Operations<T> on, T value, int axis, int window, int stride, Padding padding, int length) {
        int size = on.shape(value).dimension(axis);
        int cut = padding == Padding.SAME ? Math.max((size - 1) * stride + window - length, 0) / 2 : 0;
        int behind = length - size * stride + cut;
        T spread = along(on, value, axis, stride);
        if (behind < 0) {
            spread = on.slice(spread, axis, 0, size * stride + behind);
        }
        List<Integer> none = Collections.nCopies(on.shape(value).rank(), 0);
        return on.pad(spread, with(none, axis, window - 1 - cut), with(none, axis, Math.max(behind, 0)));
    }

    private static List<Integer> with(List<Integer> numbers, int place, int number) {
        List<Integer> changed = new ArrayList<>(numbers);
        changed.set(place, number);
        return changed;
    }

    /**
     * The length of what a transposed convolution puts out, as Keras has it.
     *
     * @param window with its dilation
     * @param outputPadding how much longer than the shortest it is; below 0 for the usual length
     */
    public static int length(int input, int window, int stride, Padding padding, int outputPadding) {
        if (outputPadding < 0) {
            return input * stride + (padding == Padding.VALID ? Math.max(window - stride, 0) : 0);
        }
        int cut = padding == Padding.SAME ? 2 * (window / 2) : 0;
        return (input - 1) * stride + window - cut + outputPadding;
    }

    /**
     * Checks how much longer than the shortest an output is, along each dimension.
     *
     * @throws ModelException if no convolution with these strides could lead there
     */
    public static void checkOutputPadding(List<Integer> outputPadding, List<Integer> strides) {
        for (int axis = 0; axis < outputPadding.size(); axis++) {
            if (outputPadding.get(axis) < 0 || outputPadding.get(axis) >= strides.get(axis)) {
                throw new ModelException("an output padding of " + outputPadding + " does not fit strides of " + strides
                        + "; it must be at least 0 and less than the stride");
            }
        }
    }
}
