// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;

/**
 * Keeps the clusters of a model that was clustered before or elsewhere, whatever it is trained for next: the values that a weight has become its
 * centroids, and go on being trained. So does the zero of a pruned weight, if it has one, except that it stays zero.
 *
 * <p>A weight counts as clustered where its values other than zero are at least a third more than there are different ones, and these are from 2
 * to 1,024; or, in a convolution, where that holds for each output channel, and channels do not share them. What was trained to lie on a grid
 * counts only if it takes no more than half of the grid's values.
 */
public final class PreservedClusters {
    private PreservedClusters() {}

    /** The model with centroids on what is clustered; as it is where nothing is. */
    public static ParametrizedModel in(Model model) {
        return in(ParametrizedModel.of(model));
    }

    /**
     * The same for a model that something lies on already. What has centroids keeps them.
     *
     * @throws io.espalier.compress.CompressionException if what lies on a clustered weight would have to lie on its centroids
     */
    public static ParametrizedModel in(ParametrizedModel model) {
        Model plain = model.strip();
        ParametrizedModel kept = model;
        for (Node node : plain.nodes()) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                Tensor value = plain.weights().get(key);
                if (SharedValues.of(value, node)
                                .filter(shared -> isFew(shared, plain, key))
                                .isPresent()
                        && !clustered(model, key)) {
                    kept = ClusteredWeight.of(kept, key, value)
                            .with(weight -> SharedValues.of(weight, node).orElseThrow(), GradientAggregation.SUM);
                }
            }
        }
        return kept;
    }

    private static boolean isFew(Tensor shared, Model model, WeightKey key) {
        return model.quantization()
                .map(trained -> trained.grids().get(key))
                .filter(grid -> shared.shape().dimension(shared.shape().rank() - 1) > grid.levels() + 1)
                .isEmpty();
    }

    private static boolean clustered(ParametrizedModel model, WeightKey key) {
        return model.parametrizations(key).stream()
                .anyMatch(below -> below.name().equals("cluster"));
    }
}
