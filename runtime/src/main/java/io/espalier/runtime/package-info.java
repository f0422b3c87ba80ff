// SPDX-License-Identifier: Apache-2.0
/**
 * The real TFLite interpreter: runs a .tflite file as a device would, evaluates it on a data set and measures its latency.
 *
 * <p>Start at {@link io.espalier.runtime.Interpreter}. {@link io.espalier.runtime.Evaluation} and
 * {@link io.espalier.runtime.Benchmark} stand on it. Nothing here reads or changes a model's graph (that is
 * {@code io.espalier.lite}), and no type of the native binding appears in a public signature: this is the only package that knows
 * {@code org.bytedeco}.
 */
@NullMarked
package io.espalier.runtime;

import org.jspecify.annotations.NullMarked;
