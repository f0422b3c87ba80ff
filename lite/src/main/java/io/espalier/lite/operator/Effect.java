// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

/** What an operator does besides computing its outputs from its inputs. */
public enum Effect {
    NONE,
    /** It draws random numbers: two equal operators give different outputs. */
    RANDOM,
    /** It may change a state or run other code, so it must stay even if nobody uses its outputs. */
    OUTSIDE
}
