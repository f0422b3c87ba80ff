// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What becomes of the weights of a kernel of Keras: what is left of them, to tell how far off they are. */
sealed interface WeightChange {
    /** The sum of the squares of what is changed. */
    double error(Tensor kernel);

    /** Nothing changes. */
    record None() implements WeightChange {
        @Override
        public double error(Tensor kernel) {
            return 0;
        }
    }

    /** To float16: half a unit in the last of eleven places at most, a twelfth of its square on average. */
    record ToHalf() implements WeightChange {
        private static final double UNIT = 0x1p-11;
        private static final double TWELFTH = 1 / 12.0;

        @Override
        public double error(Tensor kernel) {
            double squares = 0;
            for (float value : kernel.toArray()) {
                squares += (double) value * value;
            }
            return squares * UNIT * UNIT * TWELFTH;
        }
    }

    /**
     * To the nearest of evenly spaced numbers, as many on both sides of 0, a scale for each output channel.
     *
     * @param largest integer
     */
    record ToIntegers(int largest) implements WeightChange {
        @Override
        public double error(Tensor kernel) {
            float[] values = kernel.toArray();
            int channels = channels(kernel.shape().dimensions());
            double[] scales = new double[channels];
            for (int place = 0; place < values.length; place++) {
                scales[place % channels] = Math.max(scales[place % channels], Math.abs(values[place]) / largest);
            }
            double sum = 0;
            for (int place = 0; place < values.length; place++) {
                double scale = scales[place % channels];
                double off = scale == 0 ? 0 : values[place] - scale * Math.rint(values[place] / scale);
                sum += off * off;
            }
            return sum;
        }

        // Of kernels that keep channels apart, (height, width, channels, multiplier), each pair of the last two has a
        // scale; their
        // multiplier is most often 1.
        private static int channels(List<Integer> shape) {
            int last = shape.get(shape.size() - 1);
            return shape.size() == 4 && last == 1 ? shape.get(2) : last;
        }
    }

    /** The smallest become 0. */
    record Pruned(double share) implements WeightChange {
        @Override
        public double error(Tensor kernel) {
            double[] squares = new double[kernel.shape().elements()];
            for (int place = 0; place < squares.length; place++) {
                squares[place] = (double) kernel.get(place) * kernel.get(place);
            }
            Arrays.sort(squares);
            return Arrays.stream(squares, 0, (int) (share * squares.length)).sum();
        }
    }

    private static WeightChange eightBits() {
        return new ToIntegers(WeightGrid.largest(8));
    }

    private static WeightChange fourBits() {
        return new ToIntegers(WeightGrid.largest(4));
    }

    /** What a method does to the weights. */
    static WeightChange of(Method method) {
        return switch (method) {
            case NONE -> new None();
            case FLOAT16 -> new ToHalf();
            case DYNAMIC, WEIGHT_ONLY_INT8, INT8, INT16X8 -> eightBits();
            case WEIGHT_ONLY_INT4, INT8X4 -> fourBits();
        };
    }

    /** What a form does to the weights. */
    static WeightChange of(Form form) {
        return switch (form) {
            case INT8 -> eightBits();
            case INT4 -> fourBits();
            case PRUNED_50, PRUNED_70, PRUNED_90 -> new Pruned(form.zeros());
        };
    }
}
