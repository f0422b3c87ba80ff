// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.compress.preserve.Preserved;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The layers that a step is for: those whose weights it changes at once, or trains otherwise than to keep what earlier steps did. */
final class AffectedLayers {
    private AffectedLayers() {}

    /** Their names, in the order of the model. */
    static List<String> of(Model before, ParametrizedModel after) {
        ParametrizedModel kept = Preserved.in(before);
        Set<String> affected = new TreeSet<>();
        for (WeightKey key : after.raw().weights().keys()) {
            boolean isNew = !before.weights().keys().contains(key)
                    || !before.weights().get(key).equals(after.raw().weights().get(key));
            if (isNew || !after.parametrizations(key).equals(kept.parametrizations(key))) {
                affected.add(key.layer());
            }
        }
        List<String> inOrder = new ArrayList<>();
        for (Node node : after.raw().nodes()) {
            if (affected.remove(node.name())) {
                inOrder.add(node.name());
            }
        }
        inOrder.addAll(affected);
        return inOrder;
    }
}
