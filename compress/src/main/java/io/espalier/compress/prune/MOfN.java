// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.Locale;
import java.util.Optional;

/** See {@link SparsityPattern#mOfN}. The threshold is 999, as in tfmot. */
record MOfN(int m, int n) implements SparsityPattern {
    private static final float NO_THRESHOLD = 999;

    MOfN {
        if (m < 1 || m >= n) {
            throw new CompressionException(
                    "m:n sparsity sets m of n values to zero; m must be at least 1 and less than n, not " + m + " of "
                            + n);
        }
    }

    @Override
    public void check(String weight, Shape shape) {
        if (shape.rank() < 2) {
            throw new CompressionException(m + ":" + n + " sparsity needs a weight with two or more dimensions, but '"
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

    /** Of equal magnitudes, the first is kept. */
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
    public Optional<String> nothingRemoved(Shape shape, double sparsity) {
        int inputs = shape.dimension(-2);
        return inputs > n - m
                ? Optional.empty()
                : Optional.of(m + ":" + n + " keeps the " + (n - m) + " largest of each " + n
                        + " input channels, and there " + (inputs == 1 ? "is only 1" : "are only " + inputs));
    }

    @Override
    public Optional<String> fewerRemoved(Shape shape, double sparsity) {
        int inputs = shape.dimension(-2);
        int removed = inputs / n * m + Math.max(0, inputs % n - (n - m));
        return removed == 0 || removed * n >= inputs * m
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.US,
                        "%d:%d makes %.0f%% of zeros only, since %d input channels are no multiple of %d",
                        m,
                        n,
                        100.0 * removed / inputs,
                        inputs,
                        n));
    }

    @Override
    public boolean followsSparsity() {
        return false;
    }
}
