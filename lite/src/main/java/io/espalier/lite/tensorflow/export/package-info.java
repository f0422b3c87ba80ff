// SPDX-License-Identifier: Apache-2.0
/**
 * From TFLite's language to TensorFlow's: a {@link io.espalier.lite.Graph} becomes a graph of nodes, for a SavedModel or a graph model of TF.js.
 * Start at {@link io.espalier.lite.tensorflow.export.TensorFlowExport} and {@link io.espalier.lite.tensorflow.export.SavedModelWriter}.
 *
 * <p>Each operator becomes nodes by the rule of its kind ({@code ExportRules}), each subgraph that another calls a function. What is quantized
 * becomes its float twin: constants are the numbers that their integers stand for, and activations are rounded to the same grid by FakeQuant nodes.
 */
@NullMarked
package io.espalier.lite.tensorflow.export;

import org.jspecify.annotations.NullMarked;
