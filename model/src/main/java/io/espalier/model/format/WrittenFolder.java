// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.format;

import io.espalier.model.ModelFormatException;

/** A format whose models are folders that are only written, such as source code. No source is of it. */
public interface WrittenFolder<T> extends ModelFormat<T> {
    @Override
    default String extension() {
        return "";
    }

    @Override
    default boolean isRead() {
        return false;
    }

    @Override
    default boolean isWritten() {
        return true;
    }

    @Override
    default boolean recognizes(ModelSource source) {
        return false;
    }

    @Override
    default boolean claims(String name) {
        return false;
    }

    @Override
    default StoredModel<T> read(ModelSource source, ReadOptions options) {
        throw new ModelFormatException(
                source.path(), "models of format " + id() + " are only written; read the model that they were made of");
    }
}
