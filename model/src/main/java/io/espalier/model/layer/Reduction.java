// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/** What becomes of all numbers along some axes. */
public enum Reduction {
    MAXIMUM,
    MEAN,
    MINIMUM,
    SUM
}
