// SPDX-License-Identifier: Apache-2.0
/**
 * Models in Keras's files, of Keras 1, 2 and 3.
 *
 * <p>Start at {@link io.espalier.model.keras.KerasFiles} and {@link io.espalier.model.keras.KerasReader}; weights alone are {@link
 * io.espalier.model.keras.KerasWeights}. The architecture is JSON, which {@link io.espalier.model.keras.versions.CanonicalConfig} puts into the words
 * of Keras 2.15: {@link io.espalier.model.keras.ModelConfigReader} and {@link io.espalier.model.keras.config.ModelConfigWriter} know graphs, {@link
 * io.espalier.model.keras.config.LayerConfigReader} and {@link io.espalier.model.keras.config.LayerConfigWriter} know each layer's settings. {@link
 * io.espalier.model.keras.weights.ChannelsLast} and {@link io.espalier.model.keras.weights.StoredLayouts} turn what was stored otherwise. What our layers
 * cannot express is refused by name, never dropped, if it changes what the model computes; nothing that a file holds is executed.
 */
@NullMarked
package io.espalier.model.keras;

import org.jspecify.annotations.NullMarked;
