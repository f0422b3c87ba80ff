// SPDX-License-Identifier: Apache-2.0
/** The real TFLite interpreter. */
@NullMarked
package io.espalier.runtime.interpreter;

import org.jspecify.annotations.NullMarked;
