// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.Mask;

/**
 * Preserves the zeros and the shared values of a model during further training, whichever tool made them.
 *
 * <pre>{@code
 * Model small = KerasFiles.read(Path.of("pruned-and-clustered.h5"));
 * ParametrizedModel aware = QuantizationAware.int8().apply(Preserved.in(small));
 * }</pre>
 *
 * <p>A model that was clustered here knows its {@linkplain Model#clusters() clusters}. In files of other tools, a kernel counts as clustered if it has 2 to 1,024 different values and, apart from zero, at least a third more values than different ones; in a
 * convolution, each output channel may have its own. Its values become trainable centroids, and zero stays zero. Other kernels with zeros get a mask
 * that preserves them. A kernel of nothing but zeros counts as untrained and gets none.
 */
public final class Preserved {
    private Preserved() {}

    /**
     * Adds masks to pruned kernels and centroids to clustered ones.
     *
     * @throws CompressionException if a kernel has values that are not finite
     */
    public static ParametrizedModel in(Model model) {
        return in(ParametrizedModel.of(model));
    }

    /**
     * Adds masks and centroids to a parametrized model. Existing ones stay unchanged.
     *
     * @throws CompressionException if weights are already quantized, since fake quantization must come last
     */
    public static ParametrizedModel in(ParametrizedModel model) {
        requireUnrounded(model);
        ParametrizedModel kept = PreservedClusters.in(model);
        for (Node node : model.raw().nodes()) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                double sparsity = model.raw().weights().get(key).sparsity();
                if (sparsity > 0 && sparsity < 1 && kept.parametrizations(key).isEmpty()) {
                    kept = kept.with(key, Mask.keepingZeros());
                }
            }
        }
        return kept;
    }

    /**
     * Checks that what was done to a model left its zeros and clusters as they were.
     *
     * @param after the same layers with other weights
     * @throws CompressionException if zeros or clusters were lost; names the weight
     */
    public static void check(Model before, Model after) {
        KeptValues.check(before, after);
    }

    private static void requireUnrounded(ParametrizedModel model) {
        for (WeightKey key : model.parametrizedWeights()) {
            if (model.parametrizations(key).stream().anyMatch(FakeQuant.class::isInstance)) {
                throw new CompressionException("weight '" + key
                        + "' is already quantized; preserve zeros and clusters before quantization, not after");
            }
        }
    }
}
