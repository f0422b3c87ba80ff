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
import java.util.Optional;
import java.util.function.Function;

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

    /** Says which of these layers lose nothing, or less than the pattern says, and why. */
    List<String> notes(Model model, KernelLayers layers) {
        List<String> notes = new ArrayList<>(layers.notes(model));
        reasons(model, layers, shape -> pattern.nothingRemoved(shape, sparsity))
                .forEach((reason, names) -> notes.add(KernelLayers.note(names, "not pruned", reason)));
        reasons(model, layers, shape -> pattern.fewerRemoved(shape, sparsity))
                .forEach((reason, names) -> notes.add(KernelLayers.note(names, "pruned less", reason)));
        return notes;
    }

    /** Those of kernels with a reason, by the reason. */
    private static Map<String, List<String>> reasons(
            Model model, KernelLayers layers, Function<Shape, Optional<String>> why) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (Node node : layers.of(model)) {
            for (WeightKey key : KernelLayers.kernels(node)) {
                why.apply(model.weights().get(key).shape())
                        .ifPresent(reason -> reasons.computeIfAbsent(reason, unused -> new ArrayList<>())
                                .add(KernelLayers.kernels(node).size() == 1 ? node.name() : key.toString()));
            }
        }
        return reasons;
    }
}
