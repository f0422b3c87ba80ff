// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.compute;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;

/**
 * Resizes images. TFLite has no bicubic kernel; as all sizes are known, bicubic interpolation is a product with a constant matrix for the rows, and
 * one for the columns.
 *
 * <p>The matrices are those of TensorFlow's {@code ResizeBicubic} with half-pixel centres: the cubic convolution of Keys (1981) with a = -0.5,
 * whose weights are rounded to a table of 1,024 steps; pixels outside the image do not count.
 */
public final class Resampling {
    private static final int STEPS = 1024;
    private static final float A = -0.5f;

    /** How many pixels count along one dimension. */
    private static final int TAPS = 4;

    private Resampling() {}

    /** An image (height, width, channels) of another size. */
    public static <T> T resize(Operations<T> on, T image, Size size, Interpolation interpolation) {
        if (interpolation != Interpolation.BICUBIC) {
            return on.resize(image, size, interpolation);
        }
        Shape from = Inputs.picture(on.shape(image));
        T columns = on.dense(on.transpose(image, 0, 2, 1), on.constant(matrix(from.dimension(1), size.width())));
        T rows = on.dense(on.transpose(columns, 2, 1, 0), on.constant(matrix(from.dimension(0), size.height())));
        return on.transpose(rows, 2, 0, 1);
    }

    /** What each pixel before (the rows) gives to each after (the columns), along one dimension. */
    static Tensor matrix(int before, int after) {
        float[] weights = new float[before * after];
        float scale = (float) before / after;
        for (int place = 0; place < after; place++) {
            float centre = (place + 0.5f) * scale - 0.5f;
            int nearest = (int) Math.floor(centre);
            int step = (int) Math.rint((centre - nearest) * STEPS);
            float[] given = new float[TAPS];
            float sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                int from = nearest - 1 + tap;
                given[tap] = from < 0 || from >= before ? 0 : weight(Math.abs((1 - tap) * STEPS + step));
                sum += given[tap];
            }
            for (int tap = 0; tap < TAPS; tap++) {
                if (given[tap] != 0) {
                    weights[(nearest - 1 + tap) * after + place] = given[tap] / sum;
                }
            }
        }
        return Tensor.of(Shape.of(before, after), weights);
    }

    /** @param distance in steps, at most two pixels */
    private static float weight(int distance) {
        float x = (float) distance / STEPS;
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
