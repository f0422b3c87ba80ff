// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.format;

import io.espalier.base.Provenance;
import java.util.Optional;

/**
 * What was read from a file.
 *
 * @param <T> the type of the model
 */
public interface StoredModel<T> {
    /** The model. Who reads what must be closed, closes it. */
    T content();

    /**
     * Where the model comes from, if its file says so; files that others wrote do not.
     *
     * @throws io.espalier.model.ModelFormatException if the entry is Espalier's own and damaged
     */
    Optional<Provenance> provenance();

    /** The same, if the model is of this type. */
    @SuppressWarnings("unchecked") // the content is an S
    default <S> Optional<StoredModel<S>> as(Class<S> type) {
        return type.isInstance(content()) ? Optional.of((StoredModel<S>) this) : Optional.empty();
    }
}
