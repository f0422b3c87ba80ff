// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.layer.Layer;
import java.util.function.Function;

/**
 * How one kind of layer is written as an operation.
 *
 * @param form the operation, made anew at each call
 */
record OperationRow<L extends Layer>(Class<L> type, Function<L, WrittenOperation> form) {
    WrittenOperation of(Layer layer) {
        return form.apply(type.cast(layer));
    }
}
