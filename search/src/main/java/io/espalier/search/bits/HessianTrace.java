// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.loss.Loss;
import io.espalier.train.session.LossGradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * How much the loss of a trained model bends along a kernel: the trace of its block of the Hessian, estimated as M. F. Hutchinson, A stochastic estimator of
 * the trace of the influence matrix, 1990, does, with random signs. The product of the Hessian and a vector is the difference of two gradients, a small
 * step along the vector and against it. Z. Dong et al., HAWQ-V2, 2020, rank layers so.
 *
 * @param trace of the block, in the unit of the loss; may be below 0 where the loss is no minimum
 * @param error the standard error of the estimate
 * @param weights of the kernel
 * @param probes random vectors that were tried
 */
record HessianTrace(double trace, double error, long weights, int probes) {
    private static final int FEWEST = 4;
    private static final int MOST = 16;

    /** The estimate is good enough if its standard error is at most this share of it. */
    private static final double ENOUGH = 0.1;

    private static final double VAGUE = 0.5;

    /** Of the root mean square of a kernel: large beside the rounding of gradients, small beside what bends them. */
    private static final double STEP = 0.01;

    private static final long SEED = 20_261_130;
    private static final int BATCH = 64;

    /** Whether the estimate says little: twice its standard error reaches as far as 0. */
    static boolean isVague(double trace, double error) {
        return error > VAGUE * Math.abs(trace);
    }

    /** The mean second derivative of the loss by a weight. */
    double perWeight() {
        return trace / weights;
    }

    /** Of two kernels together. */
    HessianTrace plus(HessianTrace other) {
        return new HessianTrace(
                trace + other.trace,
                Math.hypot(error, other.error),
                weights + other.weights,
                Math.min(probes, other.probes));
    }

    /**
     * The traces of some kernels, those that the loss depends on.
     *
     * @param examples with labels
     * @param progress counts kernels
     * @throws io.espalier.train.history.TrainingException if examples or loss do not fit the model
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted
     */
    static Map<WeightKey, HessianTrace> of(
            Model model, List<WeightKey> kernels, Dataset examples, Loss loss, int threads, ProgressListener progress) {
        Map<WeightKey, HessianTrace> traces = new LinkedHashMap<>();
        try (LossGradients gradients = new LossGradients(model, kernels, examples, loss, BATCH, threads)) {
            List<WeightKey> found =
                    kernels.stream().filter(gradients.weights()::contains).toList();
            for (WeightKey kernel : found) {
                traces.put(kernel, of(model.weights().get(kernel), kernel, gradients));
                progress.progress("Hessian", traces.size(), found.size());
            }
        }
        return traces;
    }

    private static HessianTrace of(Tensor values, WeightKey kernel, LossGradients gradients) {
        float[] center = values.toArray();
        double step = STEP * rootMeanSquare(center);
        // the same for a kernel whatever the others are
        SplittableRandom random = new SplittableRandom(SEED + kernel.toString().hashCode());
        double sum = 0;
        double squares = 0;
        int probes = 0;
        while (probes < MOST && (probes < FEWEST || error(sum, squares, probes) > ENOUGH * Math.abs(sum / probes))) {
            int[] signs = new int[center.length];
            for (int place = 0; place < signs.length; place++) {
                signs[place] = random.nextBoolean() ? 1 : -1;
            }
            double found = bend(values, kernel, gradients, signs, step);
            sum += found;
            squares += found * found;
            probes++;
        }
        return new HessianTrace(sum / probes, error(sum, squares, probes), center.length, probes);
    }

    /** The product of a vector of signs with the Hessian and itself. */
    private static double bend(Tensor values, WeightKey kernel, LossGradients gradients, int[] signs, double step) {
        float[] up = values.toArray();
        float[] down = values.toArray();
        for (int place = 0; place < signs.length; place++) {
            up[place] += (float) (step * signs[place]);
            down[place] -= (float) (step * signs[place]);
        }
        double[] above = gradient(Tensor.of(values.shape(), up), kernel, gradients);
        double[] below = gradient(Tensor.of(values.shape(), down), kernel, gradients);
        double sum = 0;
        for (int place = 0; place < signs.length; place++) {
            sum += signs[place] * (above[place] - below[place]);
        }
        return sum / (2 * step);
    }

    private static double[] gradient(Tensor values, WeightKey kernel, LossGradients gradients) {
        return Objects.requireNonNull(
                gradients.at(Weights.of(Map.of(kernel, values))).get(kernel));
    }

    private static double rootMeanSquare(float... values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double root = Math.sqrt(squares / Math.max(1, values.length));
        return root > 0 ? root : 1;
    }

    private static double error(double sum, double squares, int count) {
        double variance = Math.max(0, (squares - sum * sum / count) / Math.max(1, count - 1));
        return Math.sqrt(variance / count);
    }
}
