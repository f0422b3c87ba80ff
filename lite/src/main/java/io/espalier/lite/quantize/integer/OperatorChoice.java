// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.operator.IntegerKernel;
import io.espalier.lite.operator.OperatorSpec;

/** How one operator computes. */
sealed interface OperatorChoice {
    /** With integers, by this kernel. */
    record InIntegers(OperatorSpec row, IntegerKernel kernel) implements OperatorChoice {}

    /** In float, and why. */
    record InFloat(String reason) implements OperatorChoice {}

    /** As before: it has no float operands. */
    record Untouched() implements OperatorChoice {}

    OperatorChoice UNTOUCHED = new Untouched();
}
