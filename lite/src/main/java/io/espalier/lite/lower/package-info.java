// SPDX-License-Identifier: Apache-2.0
/**
 * The one bridge from Keras's language to TFLite's: a {@link io.espalier.model.Model} becomes a {@link io.espalier.lite.Graph}.
 *
 * <p>Start at {@link io.espalier.lite.lower.ModelLowering}; {@link io.espalier.lite.lower.LayerLowering} has one entry a layer. Each layer
 * becomes the plainest operators that compute it, each by itself: batch normalization a multiplication and an addition, an
 * activation an operator of its own. To fold, fuse and strip is the work of {@code io.espalier.lite.rewrite}, which does it for any
 * graph. {@code io.espalier.lite.convert} does both, and is what most callers want.
 *
 * <p>The batch stays open: inputs have the shape signature {@code [-1, ...]} and every shape that is written down has -1 for the
 * batch, so a runtime may resize the inputs. A tensor is named by its layer, a constant by its layer and weight, such as {@code
 * conv2d/kernel}.
 */
@NullMarked
package io.espalier.lite.lower;

import org.jspecify.annotations.NullMarked;
