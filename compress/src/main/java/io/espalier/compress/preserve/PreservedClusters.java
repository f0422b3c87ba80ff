// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import io.espalier.compress.layer.KernelLayers;
import io.espalier.compress.sharing.ClusteredWeight;
import io.espalier.compress.sharing.SharedValues;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.GradientAggregation;
import java.util.Optional;

/**
 * Preserves the clusters of a clustered model: the values of a weight become its centroids, which are trained further. Zero stays zero.
 *
 * <p>A model that was clustered here knows its {@linkplain Model#clusters() clusters}. Of others, a weight counts as clustered if it has 2 to 1,024 different values and, apart from zero, at least a third more values than different ones; or, in
 * a convolution, if that holds for each output channel and channels do not share values. A weight from quantization-aware training counts only if it
 * uses no more than half of the values of its grid.
 */
final class PreservedClusters {
    private PreservedClusters() {}

    /** The model with centroids on what is clustered; as it is where nothing is. */
    static ParametrizedModel in(Model model) {
        return in(ParametrizedModel.of(model));
    }

    /**
     * The same for a model that something lies on already; such weights stay as they are.
     */
    static ParametrizedModel in(ParametrizedModel model) {
        Model plain = model.strip();
        ParametrizedModel kept = model;
        for (Node node : plain.nodes()) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                if (model.parametrizations(key).isEmpty() && isClustered(plain, node, key)) {
                    kept = ClusteredWeight.of(kept, key, plain.weights().get(key))
                            .with(weight -> values(weight, plain, node, key), GradientAggregation.SUM);
                }
            }
        }
        return kept;
    }

    private static boolean isClustered(Model model, Node node, WeightKey key) {
        Tensor value = model.weights().get(key);
        return known(model, key, value)
                .or(() -> SharedValues.of(value, node).filter(shared -> isFew(shared, model, key)))
                .isPresent();
    }

    private static Tensor values(Tensor weight, Model model, Node node, WeightKey key) {
        return known(model, key, weight).or(() -> SharedValues.of(weight, node)).orElseThrow();
    }

    /** The values of a weight that is known to be clustered, if it still is. */
    private static Optional<Tensor> known(Model model, WeightKey key, Tensor value) {
        return Optional.ofNullable(model.clusters().get(key)).flatMap(clusters -> SharedValues.of(value, clusters));
    }

    private static boolean isFew(Tensor shared, Model model, WeightKey key) {
        return model.quantization()
                .map(trained -> trained.grids().get(key))
                .filter(grid -> shared.shape().dimension(shared.shape().rank() - 1) > grid.largest() + 1)
                .isEmpty();
    }
}
