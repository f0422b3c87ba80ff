// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.compress.sharing.SharedValues;
import io.espalier.model.Clusters;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Tensor;

/** Whether a step left the zeros and the clusters of all kernels as they were. */
final class KeptValues {
    private final Model before;
    private final Model after;

    private KeptValues(Model before, Model after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Compares a model before and after a step that keeps the shapes of weights.
     *
     * @throws CompressionException if zeros or clusters were lost; names the layer
     */
    static void check(Model before, Model after) {
        KeptValues values = new KeptValues(before, after);
        for (Node node : before.nodes()) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                values.checkZeros(key);
                values.checkClusters(key);
            }
        }
    }

    private void checkZeros(WeightKey key) {
        Tensor old = before.weights().get(key);
        if (old.sparsity() == 1) {
            return;
        }
        Tensor now = after.weights().get(key);
        int lost = 0;
        for (int i = 0; i < old.shape().elements(); i++) {
            lost += old.get(i) == 0 && now.get(i) != 0 ? 1 : 0;
        }
        if (lost > 0) {
            throw lost(key, lost + " of its zeros");
        }
    }

    /** What was clustered anew by the step may have as many values as it says. */
    private void checkClusters(WeightKey key) {
        Clusters old = before.clusters().get(key);
        Clusters now = after.clusters().get(key);
        if (old == null || SharedValues.of(before.weights().get(key), old).isEmpty()) {
            return;
        }
        if (now == null || SharedValues.of(after.weights().get(key), now).isEmpty()) {
            throw lost(key, "its clusters of " + old.most() + " values");
        }
    }

    private static CompressionException lost(WeightKey key, String what) {
        return new CompressionException("weight '" + key + "' lost " + what
                + ", which earlier steps had made; this is a fault of Espalier: please report it with the recipe");
    }
}
