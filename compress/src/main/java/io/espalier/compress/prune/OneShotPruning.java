// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Magnitude pruning at once, without training: {@code Pruning.oneShot(0.5).apply(model)}.
 *
 * <p>{@link Pruning#oneShot} gives each kernel the same sparsity. {@link Pruning#global} compares the magnitudes of all kernels, so that layers with
 * many small weights lose more than others. Immutable: each setting returns a new object.
 */
public final class OneShotPruning {
    private final double sparsity;
    private final boolean acrossWeights;
    private final SparsityPattern pattern;
    private final KernelLayers layers;
    private final boolean forLatency;

    private OneShotPruning(
            double sparsity, boolean acrossWeights, SparsityPattern pattern, KernelLayers layers, boolean forLatency) {
        Sparsity.check("sparsity", sparsity);
        if (acrossWeights && !pattern.equals(SparsityPattern.SINGLE)) {
            throw new CompressionException(
                    "pruning across weights ranks single values; it cannot be combined with pattern " + pattern);
        }
        this.sparsity = sparsity;
        this.acrossWeights = acrossWeights;
        this.pattern = pattern;
        this.layers = layers;
        this.forLatency = forLatency;
    }

    static OneShotPruning ofEach(double sparsity) {
        return new OneShotPruning(sparsity, false, SparsityPattern.SINGLE, KernelLayers.all("pruned"), false);
    }

    static OneShotPruning ofAll(double sparsity) {
        return new OneShotPruning(sparsity, true, SparsityPattern.SINGLE, KernelLayers.all("pruned"), false);
    }

    /**
     * Sets which values become zero together. The default is {@link SparsityPattern#SINGLE}.
     *
     * @throws CompressionException for {@link Pruning#global} pruning and another pattern than the default
     */
    public OneShotPruning withPattern(SparsityPattern chosen) {
        return new OneShotPruning(sparsity, acrossWeights, chosen, layers, forLatency);
    }

    /** Prunes only the layers with these names. */
    public OneShotPruning withLayers(String... names) {
        return new OneShotPruning(sparsity, acrossWeights, pattern, layers.named(names), forLatency);
    }

    /** Prunes only the layers that pass this test. */
    public OneShotPruning withLayers(Predicate<Node> chosen) {
        return new OneShotPruning(sparsity, acrossWeights, pattern, layers.where(chosen), forLatency);
    }

    /** Prunes only where zeros make the .tflite file faster, see {@link Pruning#withLatencyPolicy}. */
    public OneShotPruning withLatencyPolicy() {
        return new OneShotPruning(sparsity, acrossWeights, pattern, layers, true);
    }

    /**
     * Prunes the model.
     *
     * @return the model with zeros in its kernels
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a given name
     * @throws CompressionException if there is nothing to prune, the pattern does not fit a weight, or pruning for latency is not possible
     */
    public Model apply(Model model) {
        List<WeightKey> keys = chosen(model).kernels(model);
        SparedKernels spared = new SparedKernels(pattern, sparsity);
        Map<WeightKey, Tensor> pruned = new HashMap<>();
        float common = acrossWeights ? commonThreshold(model, keys) : 0;
        for (WeightKey key : keys) {
            Tensor weight = model.weights().get(key);
            if (!acrossWeights) {
                spared.require(key, weight.shape(), layers);
            }
            WeightMask mask = acrossWeights
                    ? new WeightMask(
                            Tensor.of(
                                    weight.shape(),
                                    Magnitudes.of(weight.toArray()).reaching(common)),
                            common)
                    : pattern.mask(weight, sparsity);
            pruned.put(key, mask.applyTo(weight));
        }
        return model.withWeights(model.weights().map((key, weight) -> pruned.getOrDefault(key, weight)));
    }

    /**
     * Says which layers with kernels pruning leaves as they are, and why, as {@link Pruning#notes}.
     *
     * @throws io.espalier.model.tensor.ModelException as {@link #apply}
     * @throws CompressionException as {@link #apply}
     */
    public List<String> notes(Model model) {
        KernelLayers all = chosen(model);
        return acrossWeights ? all.notes(model) : new SparedKernels(pattern, sparsity).notes(model, all);
    }

    private KernelLayers chosen(Model model) {
        if (!forLatency) {
            return layers;
        }
        SparseRegion.requireEnough(sparsity);
        return SparseRegion.of(model).among(layers, model);
    }

    private float commonThreshold(Model model, List<WeightKey> keys) {
        int total = keys.stream()
                .mapToInt(key -> model.weights().get(key).shape().elements())
                .sum();
        float[] all = new float[total];
        int filled = 0;
        for (WeightKey key : keys) {
            float[] values = model.weights().get(key).toArray();
            System.arraycopy(values, 0, all, filled, values.length);
            filled += values.length;
        }
        return Magnitudes.of(all).threshold(sparsity);
    }
}
