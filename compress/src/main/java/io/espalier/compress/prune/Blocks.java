// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** See {@link SparsityPattern#blocks}. */
record Blocks(int height, int width, Pooling pooling) implements SparsityPattern {
    Blocks {
        Objects.requireNonNull(pooling, "pooling");
        if (height < 1 || width < 1) {
            throw new CompressionException(
                    "blocks must have at least 1 row and 1 column, not " + height + " x " + width);
        }
    }

    @Override
    public void check(String weight, Shape shape) {
        if (shape.rank() != 2) {
            throw new CompressionException(
                    "blocks of " + height + " x " + width + " need a weight with two dimensions, but '" + weight
                            + "' has shape " + shape + "; exclude its layer");
        }
    }

    @Override
    public WeightMask mask(Tensor weight, double sparsity) {
        check("the weight", weight.shape());
        int rows = weight.shape().dimension(0);
        int columns = weight.shape().dimension(1);
        int blocksAcross = ceil(columns, width);
        int blocksDown = ceil(rows, height);
        Magnitudes pooled = new Magnitudes(pooled(weight, blocksDown, blocksAcross));
        float threshold = pooled.threshold(sparsity);
        float[] blocks = pooled.reaching(threshold);
        float[] mask = new float[rows * columns];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = blocks[block(i, columns, blocksAcross)];
        }
        return new WeightMask(Tensor.of(weight.shape(), mask), threshold);
    }

    private int block(int index, int columns, int blocksAcross) {
        return index / columns / height * blocksAcross + index % columns / width;
    }

    private float[] pooled(Tensor weight, int blocksDown, int blocksAcross) {
        int columns = weight.shape().dimension(1);
        double[] sums = new double[blocksDown * blocksAcross];
        int[] members = new int[sums.length];
        float[] pooled = new float[sums.length];
        for (int i = 0; i < weight.shape().elements(); i++) {
            int block = block(i, columns, blocksAcross);
            float magnitude = Math.abs(weight.get(i));
            sums[block] += magnitude;
            members[block]++;
            pooled[block] = Math.max(pooled[block], magnitude);
        }
        if (pooling == Pooling.AVERAGE) {
            Arrays.setAll(sums, block -> sums[block] / members[block]);
            for (int block = 0; block < sums.length; block++) {
                pooled[block] = (float) sums[block];
            }
        }
        return pooled;
    }

    @Override
    public Optional<String> nothingRemoved(Shape shape, double sparsity) {
        int blocks = ceil(shape.dimension(0), height) * ceil(shape.dimension(1), width);
        return Magnitudes.nothingRemoved(blocks, "blocks of " + height + " x " + width, sparsity);
    }

    private static int ceil(int length, int part) {
        return (length + part - 1) / part;
    }

    @Override
    public Optional<String> fewerRemoved(Shape shape, double sparsity) {
        return Optional.empty();
    }

    @Override
    public boolean followsSparsity() {
        return true;
    }
}
