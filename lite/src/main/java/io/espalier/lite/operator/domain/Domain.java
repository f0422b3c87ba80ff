// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

/** What numbers an operand may hold, before its surroundings are known. */
@FunctionalInterface
interface Domain {
    /** For one operator; unknown shapes bound nothing. */
    AllowedValues at(OperandSite site);
}
