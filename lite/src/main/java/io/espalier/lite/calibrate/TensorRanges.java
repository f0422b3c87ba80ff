// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.model.tensor.ValueRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges of the main subgraph's float activations, with inputs and outputs, by tensor name. Tensors of the same name share one
 * range that covers all of them.
 *
 * @param byName in execution order
 */
public record TensorRanges(Map<String, ValueRange> byName) {
    public TensorRanges {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * Reads ranges from a JSON file that {@link #write} wrote.
     *
     * @throws CalibrationException if it is not a file of ranges
     * @throws IOException if it cannot be read
     */
    public static TensorRanges read(Path file) throws IOException {
        return RangesFile.read(file);
    }

    /**
     * Writes the ranges to a JSON file, which is complete or not there.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        RangesFile.write(file, this);
    }

    /** The range of a tensor; empty if it was not observed or took no finite value. */
    public Optional<ValueRange> of(String tensor) {
        return Optional.ofNullable(byName.get(tensor));
    }

    /** A copy with another range for this tensor. */
    public TensorRanges with(String tensor, ValueRange range) {
        Map<String, ValueRange> changed = new LinkedHashMap<>(byName);
        changed.put(tensor, range);
        return new TensorRanges(changed);
    }
}
