// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
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
            requireSkips(node, true, "Keras 3 puts out 0 there, so write an .h5 file");
            if (isPassedOn && !(node.layer() instanceof CallOfSteps)) {
                throw new ModelException("'" + node.name() + "' uses the mask that the call of another layer names:"
                        + " not every version of Keras 3 passes it on, so write an .h5 file");
            }
        }
        require(model, Rule.ALL, "Keras 3 lets a step count that counts in any input, so write an .h5 file");
    }

    /** @throws ModelException if a layer of the model merges masks as Keras 2 does not, which reads {@code .h5} */
    public static void requireKeras2(Model model) {
        model.nodes()
                .forEach(node -> requireSkips(
                        node, false, "Keras 2 puts out what the step before does, so write a .keras file"));
        require(model, Rule.ANY, "Keras 2 lets a step count only if it counts in all inputs, so write a .keras file");
    }

    /** Versions differ in what convolutions in both directions put out for a skipped step. */
    private static void requireSkips(Node node, boolean zeroes, String rule) {
        boolean differs = node.layer() instanceof BidirectionalConvLstmCall call
                && call.isMasked()
                && call.layer().forward().recurrence().returnSequences()
                && call.zeroesSkipped() != zeroes;
        if (differs) {
            throw new ModelException("'" + node.name() + "' skips steps of a sequence that it puts out: " + rule);
        }
    }

    private static void require(Model model, Rule other, String rule) {
        for (Node node : model.nodes()) {
            if (node.layer() instanceof MergedMask mask && mask.rule() == other) {
                throw new ModelException("'" + node.name() + "' merges different masks: " + rule);
            }
        }
    }
}
