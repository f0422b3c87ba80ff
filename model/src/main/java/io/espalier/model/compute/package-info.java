// SPDX-License-Identifier: Apache-2.0
/**
 * What layers that are made of simpler operations are written in.
 *
 * <p>A {@link io.espalier.model.layer.ComposedLayer} says once how it is computed, by calling the methods of {@link
 * io.espalier.model.compute.Operations}. Who answers decides what comes of it: here {@code ShapeInference} finds the shape that comes out;
 * the training module makes TensorFlow's operations of the calls, and the lowering to TFLite its operators. No values are computed here.
 */
@NullMarked
package io.espalier.model.compute;

import org.jspecify.annotations.NullMarked;
