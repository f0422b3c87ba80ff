// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import io.espalier.compress.CompressionException;
import io.espalier.compress.cluster.PreservedClusters;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.Mask;

/**
 * Keeps the zeros and the shared values that a model has, wherever they come from, whatever it is trained for next.
 *
 * <pre>{@code
 * Model small = KerasFiles.read(Path.of("pruned-and-clustered.h5"));
 * ParametrizedModel aware = QuantizationAware.int8().apply(Preserved.in(small));
 * }</pre>
 *
 * <p>Kernels that are clustered keep their clusters, as {@link PreservedClusters} says. Others with zeros get a mask that keeps these; one that is
 * nothing but zeros was not pruned, as that always leaves something, and can still learn.
 */
public final class Preserved {
    private Preserved() {}

    /** The model with masks and centroids on what is pruned or clustered; as it is where nothing is. */
    public static ParametrizedModel in(Model model) {
        return in(ParametrizedModel.of(model));
    }

    /**
     * The same for a model that something lies on already. Masks and centroids that are there stay as they are.
     *
     * @throws CompressionException if weights are rounded already: that has to lie on masks and centroids
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

    private static void requireUnrounded(ParametrizedModel model) {
        for (WeightKey key : model.parametrizedWeights()) {
            if (model.parametrizations(key).stream().anyMatch(FakeQuant.class::isInstance)) {
                throw new CompressionException("weight '" + key
                        + "' is already quantized; preserve zeros and clusters before quantization, not after");
            }
        }
    }
}
