// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** The kinds of fields that options tables are made of. */
public enum FieldKind {
    BOOL("bool"),
    BYTE("byte"),
    INT("int"),
    UINT("uint"),
    LONG("long"),
    FLOAT("float"),
    STRING("string"),
    BOOLS("[bool]"),
    BYTES("[ubyte]"),
    INTS("[int]"),
    UINTS("[uint]"),
    LONGS("[long]"),
    FLOATS("[float]");

    private final String schemaType;

    FieldKind(String schemaType) {
        this.schemaType = schemaType;
    }

    String schemaType() {
        return schemaType;
    }
}
