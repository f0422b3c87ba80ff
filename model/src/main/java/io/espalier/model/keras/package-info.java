// SPDX-License-Identifier: Apache-2.0
/**
 * Models in Keras 2's files.
 *
 * <p>Start at {@link io.espalier.model.keras.KerasH5}, which reads and writes {@code .h5}. The architecture is JSON: {@link
 * io.espalier.model.keras.ModelConfigReader} and {@link io.espalier.model.keras.ModelConfigWriter} know graphs, {@link
 * io.espalier.model.keras.LayerConfigReader} and {@link io.espalier.model.keras.LayerConfigWriter} know each layer's settings. What
 * our layers cannot express is refused by name, never dropped, if it changes what the model computes.
 */
@NullMarked
package io.espalier.model.keras;

import org.jspecify.annotations.NullMarked;
