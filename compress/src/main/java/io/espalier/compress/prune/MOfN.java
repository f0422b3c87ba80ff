// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;

/**
 * Of each group of {@code n} values that follow each other along the input channels, the {@code m} smallest become zero: {@code new MOfN(2, 4)}
 * is what sparse tensor cores take. For kernels of dense layers (in, out) and of convolutions (height, width, in, out). A last group that is
 * not full is filled up with zeros, which count.
 *
 * <p>As in tfmot, the mask is made once, before the first step, whatever the schedule, and the threshold is 999.
 */
public record MOfN(int m, int n) implements SparsityPattern {
    private static final float NO_THRESHOLD = 999;

    public MOfN {
        if (m < 1 || m >= n) {
            throw new CompressionException(
                    "m:n sparsity sets m of n values to zero; m must be at least 1 and less than n, not " + m + " of "
                            + n);
        }
    }

    @Override
    public void check(String weight, Shape shape) {
        if (shape.rank() != 2 && shape.rank() != 4) {
            throw new CompressionException(m + ":" + n + " sparsity needs a weight with two or four dimensions, but '"
                    + weight + "' has shape " + shape + "; exclude its layer");
        }
    }

    @Override
    public WeightMask mask(Tensor weight, double sparsity) {
        check("the weight", weight.shape());
        int outputs = weight.shape().channels();
        int inputs = weight.shape().dimension(-2);
        float[] mask = new float[weight.shape().elements()];
        for (int plane = 0; plane < mask.length; plane += inputs * outputs) {
            for (int output = 0; output < outputs; output++) {
                for (int first = 0; first < inputs; first += n) {
                    keepLargest(weight, mask, plane + first * outputs + output, outputs, Math.min(n, inputs - first));
                }
            }
        }
        return new WeightMask(Tensor.of(weight.shape(), mask), NO_THRESHOLD);
    }

    /** Of those that are as large the first is kept. */
    private void keepLargest(Tensor weight, float[] mask, int start, int stride, int members) {
        for (int kept = 0; kept < Math.min(n - m, members); kept++) {
            int largest = -1;
            for (int i = start; i < start + members * stride; i += stride) {
                if (mask[i] == 0 && (largest < 0 || Math.abs(weight.get(i)) > Math.abs(weight.get(largest)))) {
                    largest = i;
                }
            }
            mask[largest] = 1;
        }
    }

    @Override
    public boolean followsSparsity() {
        return false;
    }
}
