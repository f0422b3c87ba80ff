// SPDX-License-Identifier: Apache-2.0
/**
 * The real TFLite interpreter: runs a .tflite file as a device would, evaluates it on a data set and measures its latency.
 *
 * <p>Start at {@link io.espalier.runtime.Interpreter}. {@link io.espalier.runtime.Evaluation} and
 * {@link io.espalier.runtime.Benchmark} stand on it, and {@link io.espalier.runtime.Calibrator}, which observes a model's activations.
 * Nothing else here reads a model's graph (that is {@code io.espalier.lite}'s), and no type of the native binding appears in a public signature: this is the only package that knows
 * {@code org.bytedeco}.
 */
@NullMarked
package io.espalier.runtime;

import org.jspecify.annotations.NullMarked;
