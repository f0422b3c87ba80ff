// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.sequence.CallOfSteps;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.MergedMask;
import io.espalier.model.layer.sequence.MergedMask.Rule;
import io.espalier.model.tensor.ModelException;

/** How versions of Keras merge the masks of a layer's inputs, and pass them on. */
public final class MaskRules {
    private MaskRules() {}

    /** @throws ModelException if a layer of the model has masks that Keras 3, which reads {@code .keras}, merges otherwise or may lose */
    public static void requireKeras3(Model model) {
        for (Node node : model.nodes()) {
            boolean isPassedOn =
                    node.inputs().stream().anyMatch(input -> model.node(input).layer() instanceof GivenMask);
            if (isPassedOn && !(node.layer() instanceof CallOfSteps)) {
                throw new ModelException("'" + node.name() + "' uses the mask that the call of another layer names:"
                        + " not every version of Keras 3 passes it on, so write an .h5 file");
            }
        }
        require(model, Rule.ALL, "Keras 3 lets a step count that counts in any input, so write an .h5 file");
    }

    /** @throws ModelException if a layer of the model merges masks as Keras 2 does not, which reads {@code .h5} */
    public static void requireKeras2(Model model) {
        require(model, Rule.ANY, "Keras 2 lets a step count only if it counts in all inputs, so write a .keras file");
    }

    private static void require(Model model, Rule other, String rule) {
        for (Node node : model.nodes()) {
            if (node.layer() instanceof MergedMask mask && mask.rule() == other) {
                throw new ModelException("'" + node.name() + "' merges different masks: " + rule);
            }
        }
    }
}
