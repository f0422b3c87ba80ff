// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** The kinds of fields that options tables are made of. */
public enum FieldKind {
    BOOL,
    BYTE,
    INT,
    UINT,
    LONG,
    FLOAT,
    STRING,
    BOOLS,
    BYTES,
    INTS,
    UINTS,
    LONGS,
    FLOATS
}
