// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.format;

import io.espalier.model.tensor.Shape;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a file leaves open and the caller must say. Formats whose files are complete ignore it.
 *
 * @param inputShape of one example, channels last; closes the dimensions that a model leaves open
 * @param weights the file with the weights of an architecture
 */
public record ReadOptions(Optional<Shape> inputShape, Optional<Path> weights) {
    public ReadOptions {
        Objects.requireNonNull(inputShape, "inputShape");
        Objects.requireNonNull(weights, "weights");
    }

    /** The file says everything. */
    public static final ReadOptions NONE = new ReadOptions(Optional.empty(), Optional.empty());
}
