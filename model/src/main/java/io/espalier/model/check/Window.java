// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.check;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;

/** A window that slides over the height and width of a picture: shape arithmetic shared by convolutions and poolings. */
public record Window(Size size, Size strides, Size dilation, Padding padding) {
    /** The shape of what the window sees at each place it stops at, with the given channels. */
    public Shape slide(Shape input, int channels) {
        return Shape.of(
                steps("height", input.dimension(0), size.height(), strides.height(), dilation.height(), padding),
                steps("width", input.dimension(1), size.width(), strides.width(), dilation.width(), padding),
                channels);
    }

    /** The shape of what a window sees at each place where it stops in a volume (depth, height, width, channels), with the given channels. */
    public static Shape slide(Volume window, Shape volume, Volume strides, Padding padding, int channels) {
        return Shape.of(
                steps("depth", volume.dimension(0), window.depth(), strides.depth(), 1, padding),
                steps("height", volume.dimension(1), window.height(), strides.height(), 1, padding),
                steps("width", volume.dimension(2), window.width(), strides.width(), 1, padding),
                channels);
    }

    /** At how many places a window stops along one dimension, which is called {@code what} in messages. */
    public static int steps(String what, int input, int window, int stride, int dilation, Padding padding) {
        int reach = (window - 1) * dilation + 1;
        int places = padding == Padding.SAME ? input : input - reach + 1;
        if (places <= 0) {
            throw new ModelException("a window of " + what + " " + reach + " does not fit into an input of " + what
                    + " " + input + "; use a smaller window, padding same, or fewer poolings before");
        }
        return (places + stride - 1) / stride;
    }

    /** TensorFlow and TFLite have no kernel for both at once. */
    public static void checkStridesAndDilation(Size strides, Size dilation) {
        if (!strides.isOne() && !dilation.isOne()) {
            throw new ModelException(
                    "strides " + strides + " and dilation " + dilation + " cannot both differ from 1; choose one");
        }
    }

    public static void checkLengths(int window, int stride) {
        if (window < 1 || stride < 1) {
            throw new ModelException(
                    "a window over steps and its stride must be at least 1, not " + window + " and " + stride);
        }
    }
}
