// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** What composed layers with a kernel, a bias and a function have in common. */
public final class Kernels {
    private Kernels() {}

    public static <T> T activated(Operations<T> on, T sums, boolean useBias, ActivationFunction activation) {
        return activation.apply(on, useBias ? on.add(sums, on.weight("bias")) : sums);
    }

    /** A sequence (steps, channels) as a picture of height 1. */
    public static <T> T picture(Operations<T> on, T sequence) {
        Shape shape = Inputs.sequence(on.shape(sequence));
        return on.reshape(sequence, Shape.of(1, shape.dimension(0), shape.channels()));
    }

    /** A picture of height 1 as a sequence. */
    public static <T> T sequence(Operations<T> on, T picture) {
        Shape shape = on.shape(picture);
        return on.reshape(picture, Shape.of(shape.dimension(1), shape.channels()));
    }

    /** A kernel over steps as one over pictures of height 1. */
    public static <T> T flat(Operations<T> on, T kernel) {
        Shape shape = on.shape(kernel);
        return on.reshape(kernel, Shape.of(1, shape.dimension(0), shape.dimension(1), shape.dimension(2)));
    }

    /** Zeros before the first step, where the padding wants them: no step then sees one that comes after it. */
    public static <T> T causal(Operations<T> on, T sequence, TemporalPadding padding, int zeros) {
        return padding == TemporalPadding.CAUSAL && zeros > 0
                ? on.pad(sequence, List.of(zeros, 0), List.of(0, 0))
                : sequence;
    }

    /** What a picture is padded by where {@link #causal} has done its part. */
    public static Padding spatial(TemporalPadding padding) {
        return padding == TemporalPadding.SAME ? Padding.SAME : Padding.VALID;
    }
}
