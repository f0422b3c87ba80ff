// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.attention;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;
import java.util.Optional;

/** A layer that weighs values by how well their keys fit a query. Inputs: queries, values and, unless they are the values, keys. */
public interface AttentionLayer extends ComposedLayer {
    /**
     * Computes the output, and the share that each query gives each key: (queries, keys), for several heads (heads, queries, keys).
     *
     * @param allowed 0 where a query must not see a key, broadcast over the scores, (queries, keys); empty if every query sees all keys. A query
     *     that sees none has the average of all values
     */
    <T> List<T> attend(Operations<T> on, List<T> inputs, Optional<T> allowed);

    /** Whether the output of a query is 0 if the query is padding. Otherwise such a query sees no key. */
    default boolean zeroesPadding() {
        return true;
    }

    @Override
    default <T> T compute(Operations<T> on, List<T> inputs) {
        return attend(on, inputs, Optional.empty()).get(0);
    }

    /** The softmax of scores over the keys that are allowed. */
    static <T> T softmax(Operations<T> on, T scores, Optional<T> allowed) {
        // Keras subtracts 1e9: next to it a score makes no difference.
        return on.softmax(allowed.map(seen -> on.where(seen, scores, -1e9f)).orElse(scores));
    }
}
