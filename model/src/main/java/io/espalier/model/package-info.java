// SPDX-License-Identifier: Apache-2.0
/**
 * Keras's language: models of named layers with named weights, what can be trained.
 *
 * <p>Start at {@link io.espalier.model.Model}: an immutable graph of {@link io.espalier.model.layer.Layer layers} plus its
 * {@link io.espalier.model.Weights}. A technique that works during training makes a Model from a Model; lowering, which lives with the
 * TFLite graph, makes a graph from one. Nothing here runs a model, and nothing here is native.
 */
@NullMarked
package io.espalier.model;

import org.jspecify.annotations.NullMarked;
