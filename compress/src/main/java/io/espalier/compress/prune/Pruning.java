// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.LayerWrapping;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.Parametrization;
import java.util.function.Predicate;

/**
 * Makes weights of small magnitude zero while a model is trained, as tfmot's {@code prune_low_magnitude} does.
 *
 * <pre>{@code
 * ParametrizedModel pruned = Pruning.lowMagnitude(PolynomialDecay.from(0.5).to(0.8).over(0, endStep)).apply(model);
 * Model small = trainer.fit(pruned, mnist).model().strip();
 * }</pre>
 *
 * <p>Each weight is pruned for itself: the same share of each becomes zero. Immutable: each setting makes another.
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

    /** Prunes single values of the kernels of all convolutions and dense layers. */
    public static Pruning lowMagnitude(PruningSchedule schedule) {
        return new Pruning(schedule, SparsityPattern.SINGLE, KernelLayers.all("pruned"), false);
    }

    /** Prunes a trained model at once, to that share of zeros in each weight. */
    public static OneShotPruning oneShot(double sparsity) {
        return OneShotPruning.ofEach(sparsity);
    }

    /** Prunes a trained model at once, to that share of zeros in all weights together. */
    public static OneShotPruning global(double sparsity) {
        return OneShotPruning.ofAll(sparsity);
    }

    /** Which values become zero together. */
    public Pruning pattern(SparsityPattern chosen) {
        return new Pruning(schedule, chosen, layers, forLatency);
    }

    /** Prunes only the layers of these names. */
    public Pruning layers(String... names) {
        return new Pruning(schedule, pattern, layers.named(names), forLatency);
    }

    /** Prunes only layers that this holds for. */
    public Pruning layers(Predicate<Node> chosen) {
        return new Pruning(schedule, pattern, layers.where(chosen), forLatency);
    }

    /**
     * Prunes only where zeros make the .tflite file faster, as tfmot's {@code PruneForLatencyOnXNNPack} does: in the 1x1 convolutions of a model
     * that XNNPACK can run with sparse weights, which starts in a 3x3 convolution with strides of 2 and ends in global average pooling. The
     * weights must then be stored sparse, as float32. XNNPACK does so on ARM and in WebAssembly; on x86 with AVX it runs sparse
     * weights as dense ones.
     *
     * <p>{@link #apply} refuses a model of another structure, and a sparsity below two thirds.
     */
    public Pruning forLatency() {
        return new Pruning(schedule, pattern, layers, true);
    }

    /**
     * The model with masks on its weights, to be trained. Nothing is zero before the schedule's first step.
     *
     * @throws io.espalier.model.tensor.ModelException if a layer is named that the model does not have
     * @throws CompressionException if there is nothing to prune, or the pattern does not fit a weight; if the model was trained
     *     quantization-aware, which pruning would undo; or if it is to be {@linkplain #forLatency for latency} and cannot: names the layer and
     *     the reason
     */
    public ParametrizedModel apply(Model model) {
        return apply(ParametrizedModel.of(model));
    }

    /**
     * The same for a model that something lies on already, if only on other weights: what shares values or rounds them has to lie on the mask.
     * The schedule counts the model's steps, also those before.
     *
     * @throws CompressionException also if something lies on a weight that is to be pruned
     */
    public ParametrizedModel apply(ParametrizedModel model) {
        ParametrizedModel masked = model;
        Mask mask = new Mask(new ScheduledMask(schedule, pattern));
        // tfmot's layer counts its steps.
        LayerWrapping wrapping = new LayerWrapping("prune_low_magnitude_*", "PruneLowMagnitude", 1, Long.BYTES);
        for (Node node : pruned(model.raw()).of(model.raw())) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                requireBare(model, key);
                pattern.check(key.toString(), model.raw().weights().get(key).shape());
                masked = masked.with(key, mask);
            }
            masked = masked.wrapped(node.name(), wrapping);
        }
        return masked;
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
