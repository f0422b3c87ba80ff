// SPDX-License-Identifier: Apache-2.0
/** Evaluation on labelled data, predictions, and the error of each layer. */
@NullMarked
package io.espalier.runtime.evaluate;

import org.jspecify.annotations.NullMarked;
