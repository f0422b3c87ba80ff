// SPDX-License-Identifier: Apache-2.0
/**
 * The layers, one file each, with Keras's names, arguments and defaults.
 *
 * <p>A layer is a record of what its author chose; it has neither a name nor weights, which belong to its place in a {@link
 * io.espalier.model.Model}. What others do with layers (train them, lower them, write them to a file) is a {@link
 * io.espalier.model.layer.Layer.Visitor} of theirs: a new layer does not compile until each of them has an answer.
 */
@NullMarked
package io.espalier.model.layer;

import org.jspecify.annotations.NullMarked;
