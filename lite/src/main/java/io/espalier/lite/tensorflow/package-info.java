// SPDX-License-Identifier: Apache-2.0
/**
 * From TensorFlow's language to TFLite's: a graph of a SavedModel, a frozen graph or a graph model of TF.js becomes a {@link
 * io.espalier.lite.Graph}. Start at {@link io.espalier.lite.tensorflow.TensorFlowLowering}.
 *
 * <p>Outputs are followed back to inputs ({@code NodeScope}), into the functions that nodes call ({@code GraphEvaluation}), so what only training
 * or saving needs is never met. Each node becomes the plainest operators that compute it, by the rule of its operator ({@code
 * TensorFlowOperators}). Variables are constants, and what a graph computes of shapes is computed here as far as it is known ({@code Counting}).
 */
@NullMarked
package io.espalier.lite.tensorflow;

import org.jspecify.annotations.NullMarked;
