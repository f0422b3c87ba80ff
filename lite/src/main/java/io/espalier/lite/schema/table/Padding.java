// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** How a window meets the edge, in the order of the schema's values: {@code SAME} pads with zeros (one more after than before where odd), {@code VALID} does not pad. */
public enum Padding {
    SAME,
    VALID
}
