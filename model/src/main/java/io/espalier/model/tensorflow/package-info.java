// SPDX-License-Identifier: Apache-2.0
/**
 * TensorFlow's language: graphs of nodes, functions and signatures, as SavedModels, frozen graphs and graph models of TF.js hold them. Start at
 * {@link io.espalier.model.tensorflow.SavedModelFile}.
 *
 * <p>Records follow TensorFlow's protocol buffers, with its names. {@code ProtoReader} and {@code ProtoWriter} are the only places with numbers of
 * fields; unknown fields are passed over, as the format wants it. Nothing here computes.
 */
@NullMarked
package io.espalier.model.tensorflow;

import org.jspecify.annotations.NullMarked;
