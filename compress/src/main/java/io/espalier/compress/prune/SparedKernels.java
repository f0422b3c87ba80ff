// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernels that a pattern leaves without a zero.
 *
 * @param sparsity the share of zeros in the end
 */
record SparedKernels(SparsityPattern pattern, double sparsity) {
    /**
     * Checks that the pattern fits a kernel, and removes some of it if its layer was asked for by name.
     *
     * @throws CompressionException if not
     */
    void require(WeightKey key, Shape shape, KernelLayers layers) {
        pattern.check(key.toString(), shape);
        if (layers.names().isEmpty()) {
            return;
        }
        pattern.nothingRemoved(shape, sparsity).ifPresent(reason -> {
            throw new CompressionException(
                    "nothing of weight '" + key + "' would be pruned: " + reason + "; exclude the layer");
        });
    }

    /** Says which of these layers lose nothing, and why. */
    List<String> notes(Model model, KernelLayers layers) {
        Map<String, List<String>> spared = new LinkedHashMap<>();
        for (Node node : layers.of(model)) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                pattern.nothingRemoved(model.weights().get(key).shape(), sparsity)
                        .ifPresent(reason -> spared.computeIfAbsent(reason, unused -> new ArrayList<>())
                                .add(KernelLayers.kernels(node).size() == 1 ? node.name() : key.toString()));
            }
        }
        List<String> notes = new ArrayList<>(layers.notes(model));
        spared.forEach((reason, names) -> notes.add(KernelLayers.note(names, "not pruned", reason)));
        return notes;
    }
}
