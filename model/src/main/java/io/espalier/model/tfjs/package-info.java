// SPDX-License-Identifier: Apache-2.0
/**
 * Models of TensorFlow.js: a folder with {@code model.json} and binary files of weights.
 *
 * <p>Start at {@link io.espalier.model.tfjs.TfjsLayersFormat}. {@link io.espalier.model.tfjs.WeightsFolder} reads the weights and {@link
 * io.espalier.model.tfjs.WeightsWriter} writes them, of layers models and graph models alike, in the forms of {@link
 * io.espalier.model.tfjs.WeightStorage}. {@code LayersModel} turns a model into one of the layers that TensorFlow.js has, and {@code LayersConfig}
 * puts these into its words.
 */
@NullMarked
package io.espalier.model.tfjs;

import org.jspecify.annotations.NullMarked;
