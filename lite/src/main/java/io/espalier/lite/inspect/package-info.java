// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a .tflite file, for people and for programs: start at {@link io.espalier.lite.inspect.Inspection}.
 *
 * <p>The text follows the grammar of the TFLite Analyzer and adds what it leaves out: versions, options, quantization and the
 * bytes of each operator's constants, its multiplications, the sparsity of weights, and which {@link
 * io.espalier.lite.targets.Target} would take the model. Nothing here changes a graph or runs it.
 */
@NullMarked
package io.espalier.lite.inspect;

import org.jspecify.annotations.NullMarked;
