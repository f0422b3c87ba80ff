// SPDX-License-Identifier: Apache-2.0
/**
 * What makes a float graph lose less when it is quantized to integers.
 *
 * <p>{@link io.espalier.lite.quantize.improve.CrossLayerEqualization} comes before calibration: it balances the channels of a float
 * graph, whose outputs stay as they are.
 *
 * <p>A {@link io.espalier.lite.quantize.improve.WeightAdjustment} comes between the plan and its application: with data, it changes
 * float constants such that they come out better as integers. {@link io.espalier.lite.quantize.improve.GptqRounding} chooses the
 * integers of the weights, {@link io.espalier.lite.quantize.improve.BiasCorrection} takes out of a layer what its integers are off on
 * average.
 *
 * <p>How a graph is quantized is decided in {@code io.espalier.lite.quantize.integer}, not here, and nothing here runs a model.
 */
@NullMarked
package io.espalier.lite.quantize.improve;

import org.jspecify.annotations.NullMarked;
