// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.LayerWrapping;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.Parametrization;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Magnitude pruning in training: weights of small magnitude become zero, as with tfmot's {@code prune_low_magnitude}.
 *
 * <pre>{@code
 * ParametrizedModel pruned = Pruning.lowMagnitude(PolynomialDecay.from(0.5).to(0.8).over(0, endStep)).apply(model);
 * Model small = trainer.fit(pruned, mnist).model().strip();
 * }</pre>
 *
 * <p>Each kernel is pruned on its own, to the same sparsity; zeros that it has already stay. Immutable: each setting returns a new object.
 */
public final class Pruning {
    private final PruningSchedule schedule;
    private final SparsityPattern pattern;
    private final KernelLayers layers;
    private final boolean forLatency;

    private Pruning(PruningSchedule schedule, SparsityPattern pattern, KernelLayers layers, boolean forLatency) {
        this.schedule = schedule;
        this.pattern = pattern;
        this.layers = layers;
        this.forLatency = forLatency;
    }

    /** Prunes the kernels of all convolutions and dense layers, value by value. */
    public static Pruning lowMagnitude(PruningSchedule schedule) {
        return new Pruning(
                Objects.requireNonNull(schedule, "schedule"),
                SparsityPattern.SINGLE,
                KernelLayers.all("pruned"),
                false);
    }

    /**
     * Prunes a trained model at once, each kernel to the same sparsity.
     *
     * @param sparsity the share of zeros in each kernel, from 0 to below 1
     * @throws CompressionException if the sparsity is out of range
     */
    public static OneShotPruning oneShot(double sparsity) {
        return OneShotPruning.ofEach(sparsity);
    }

    /**
     * Prunes a trained model at once, comparing the magnitudes of all kernels with each other.
     *
     * @param sparsity the share of zeros over all kernels, from 0 to below 1
     * @throws CompressionException if the sparsity is out of range
     */
    public static OneShotPruning global(double sparsity) {
        return OneShotPruning.ofAll(sparsity);
    }

    /** Sets which values become zero together. The default is {@link SparsityPattern#SINGLE}. */
    public Pruning withPattern(SparsityPattern chosen) {
        return new Pruning(schedule, chosen, layers, forLatency);
    }

    /** Prunes only the layers with these names. */
    public Pruning withLayers(String... names) {
        return new Pruning(schedule, pattern, layers.named(names), forLatency);
    }

    /** Prunes only the layers that pass this test. */
    public Pruning withLayers(Predicate<Node> chosen) {
        return new Pruning(schedule, pattern, layers.where(chosen), forLatency);
    }

    /**
     * Prunes only where zeros make the .tflite file faster, like tfmot's {@code PruneForLatencyOnXNNPack}: in the 1x1 convolutions between a 3x3
     * convolution with strides of 2 and global average pooling, which XNNPACK can run with sparse weights. The weights must then be stored sparse,
     * as float32. XNNPACK uses them on ARM and in WebAssembly; on x86 with AVX it treats them as dense.
     *
     * <p>{@link #apply} refuses models of another structure, and a sparsity below two thirds.
     */
    public Pruning withLatencyPolicy() {
        return new Pruning(schedule, pattern, layers, true);
    }

    /**
     * Adds masks to the model's weights. Train the result; no weight is zero before the schedule's first step.
     *
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a given name
     * @throws CompressionException if there is nothing to prune, or the pattern does not fit a weight; if the model was trained
     *     quantization-aware, which pruning would undo; or if pruning {@linkplain #withLatencyPolicy for latency} is not possible
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * Adds masks to a parametrized model, to weights that have no parametrizations yet: a mask must come before clustering and fake quantization.
     * The schedule counts all steps of the model, earlier ones included.
     *
     * @throws CompressionException as {@link #apply(Model)}, and if a weight to prune has a parametrization already
     */
    public ParametrizedModel apply(ParametrizedModel model) {
        ParametrizedModel masked = model;
        SparedKernels spared = spared();
        // tfmot's layer counts its steps.
        LayerWrapping wrapping = new LayerWrapping("prune_low_magnitude_*", "PruneLowMagnitude", 1, Long.BYTES);
        for (Node node : pruned(model.raw()).of(model.raw())) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                requireBare(model, key);
                spared.require(key, model.raw().weights().get(key).shape(), layers);
                Tensor weight = model.raw().weights().get(key);
                masked = masked.with(key, new Mask(ScheduledMask.of(schedule, pattern, weight)));
            }
            masked = masked.wrapped(node.name(), wrapping);
        }
        return masked;
    }

    /**
     * Says which layers with kernels pruning leaves as they are, and why: those with depthwise kernels, and those of which the pattern removes
     * nothing.
     *
     * @throws io.espalier.model.tensor.ModelException as {@link #apply(Model)}
     * @throws CompressionException as {@link #apply(Model)}
     */
    public List<String> notes(Model model) {
        return spared().notes(model, pruned(model));
    }

    private SparedKernels spared() {
        return new SparedKernels(pattern, schedule.sparsity(Long.MAX_VALUE));
    }

    private KernelLayers pruned(Model model) {
        if (!forLatency) {
            return layers;
        }
        if (pattern.followsSparsity()) {
            SparseRegion.requireEnough(schedule.sparsity(Long.MAX_VALUE));
        }
        return SparseRegion.of(model).among(layers, model);
    }

    private static void requireBare(ParametrizedModel model, WeightKey key) {
        for (Parametrization below : model.parametrizations(key)) {
            String why = below.projects() ? "which already creates zeros" : "which pruning would undo";
            throw new CompressionException("weight '" + key + "' already has the parametrization '" + below.name()
                    + "', " + why + "; prune the model first, or exclude the layer");
        }
    }
}
