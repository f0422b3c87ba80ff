// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import java.util.List;
import java.util.Objects;

/**
 * The mask of a layer that merges inputs with masks of their own. Inputs: those masks.
 *
 * @param rule which steps count
 */
public record MergedMask(Rule rule) implements ImpliedMask {
    /** Which steps of merged inputs count. */
    public enum Rule {
        /** Those that count in all inputs, as in Keras 2. */
        ALL,
        /** Those that count in any input, as in Keras 3. */
        ANY,
        /** Those of one input after those of the other. */
        JOINED
    }

    public MergedMask {
        Objects.requireNonNull(rule, "rule");
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        List<T> masks = Inputs.several(inputs);
        if (rule == Rule.JOINED) {
            return on.concatenate(masks, 0);
        }
        Binary join = rule == Rule.ALL ? Binary.MULTIPLY : Binary.MAXIMUM;
        T merged = masks.get(0);
        for (T mask : masks.subList(1, masks.size())) {
            merged = on.binary(join, merged, mask);
        }
        return merged;
    }
}
