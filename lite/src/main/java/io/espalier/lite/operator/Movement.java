// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

/** How an operator moves its input values, if that is all it does: every output value is an input value, or padding. */
public enum Movement {
    /** The operator computes new values. */
    NONE,
    /** All values in the same order; only the shape changes. */
    RESHAPES,
    /** All values in the same order and shape, stored in another type. */
    CONVERTS,
    /** All values, each exactly once, in another order. */
    REORDERS,
    /** All values in the same order, with zeros around them. */
    PADS,
    /** All values, each at least once: repeated, split among outputs, or joined with other values. */
    SPREADS,
    /** Some of the values; which ones does not depend on the values. */
    SELECTS
}
