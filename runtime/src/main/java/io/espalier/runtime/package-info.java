// SPDX-License-Identifier: Apache-2.0
/** The real TFLite interpreter. Start at {@link io.espalier.runtime.interpreter.Interpreter}; here is what describes its tensors and its errors. */
@NullMarked
package io.espalier.runtime;

import org.jspecify.annotations.NullMarked;
