// SPDX-License-Identifier: Apache-2.0
/**
 * Observers of activations while a representative data set runs: {@link io.espalier.lite.calibrate.observe.TensorObservation} collects what a
 * {@link io.espalier.lite.calibrate.CalibrationMethod} needs of one tensor. Observers of parts of the data merge into one of the whole.
 */
@NullMarked
package io.espalier.lite.calibrate.observe;

import org.jspecify.annotations.NullMarked;
