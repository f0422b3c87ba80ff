// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.espalier.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.Optional;

/** A file that holds the values of weights by their paths. */
public interface TensorSource {
    /** What messages name. */
    Path file();

    /** The values at a path, if they are there. */
    Optional<Tensor> tensor(String path);

    /** The values at a path as floats, if they are there and stored as int8. */
    default Optional<Tensor> int8(String path) {
        return Optional.empty();
    }
}
