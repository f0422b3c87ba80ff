// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.model.tensor.ValueRange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges of a main subgraph's float activations, its inputs and outputs among them, by tensor name. Tensors of the same name
 * share one range, which holds the values of all.
 *
 * @param byName in the order in which the tensors come to be
 */
public record TensorRanges(Map<String, ValueRange> byName) {
    public TensorRanges {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Empty for a tensor that was not observed, or took no finite value. */
    public Optional<ValueRange> of(String tensor) {
        return Optional.ofNullable(byName.get(tensor));
    }

    /** A copy with this range in the place of the tensor's own. */
    public TensorRanges with(String tensor, ValueRange range) {
        Map<String, ValueRange> changed = new LinkedHashMap<>(byName);
        changed.put(tensor, range);
        return new TensorRanges(changed);
    }
}
