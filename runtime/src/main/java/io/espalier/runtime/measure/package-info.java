// SPDX-License-Identifier: Apache-2.0
/**
 * How quick a .tflite model is on this machine, where its time goes, and what memory it takes: start with
 * {@link io.espalier.runtime.measure.Benchmark}, {@link io.espalier.runtime.measure.Profile} and
 * {@link io.espalier.runtime.measure.Footprint}.
 */
@NullMarked
package io.espalier.runtime.measure;

import org.jspecify.annotations.NullMarked;
