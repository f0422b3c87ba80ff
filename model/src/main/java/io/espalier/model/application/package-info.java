// SPDX-License-Identifier: Apache-2.0
/**
 * Well-known networks for images, built as {@code keras.applications} builds them.
 *
 * <p>Layers have Keras's names and weights Keras's shapes, so that Keras's weight files can be loaded by name. Each network is a function from
 * a size, a {@link io.espalier.model.application.Head} and a seed to a {@link io.espalier.model.Model} with weights that are yet to be
 * trained. The weights do not come from here.
 */
@NullMarked
package io.espalier.model.application;

import org.jspecify.annotations.NullMarked;
