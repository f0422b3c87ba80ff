// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.sharing;

import io.espalier.compress.CompressionException;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.CentroidRule;
import io.espalier.train.technique.Cluster;
import io.espalier.train.technique.GradientAggregation;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.Parametrization;

/**
 * One weight that gets centroids, with what is left to do for its zeros.
 *
 * @param masked whether a mask lies on it already
 * @param zeros whether it has zeros that are to stay, or may get some from the mask
 */
public record ClusteredWeight(ParametrizedModel model, WeightKey key, boolean masked, boolean zeros) {
    /**
     * A weight of a model.
     *
     * @param value as a parametrization on it would first see it
     * @throws CompressionException if what lies on it would have to lie on its centroids, or if a value is no finite number
     */
    public static ClusteredWeight of(ParametrizedModel model, WeightKey key, Tensor value) {
        for (Parametrization below : model.parametrizations(key)) {
            if (!below.projects()) {
                throw new CompressionException("weight '" + key + "' already has the parametrization '" + below.name()
                        + "', which clustering would undo; cluster the model first, or strip it");
            }
        }
        for (float number : value.toArray()) {
            if (!Float.isFinite(number)) {
                throw new CompressionException("weight '" + key + "' has a value that is not finite: " + number);
            }
        }
        boolean masked = !model.parametrizations(key).isEmpty();
        return new ClusteredWeight(model, key, masked, masked || value.sparsity() > 0);
    }

    /** The model with centroids on the weight. */
    public ParametrizedModel with(CentroidRule initial, GradientAggregation aggregation) {
        ParametrizedModel keeping = zeros && !masked ? model.with(key, Mask.keepingZeros()) : model;
        return keeping.with(key, new Cluster(initial, aggregation, zeros));
    }
}
