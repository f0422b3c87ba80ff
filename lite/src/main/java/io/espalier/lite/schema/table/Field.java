// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import java.util.List;

/**
 * One field of an options table.
 *
 * @param name the schema's name
 * @param defaultNumber the value that a file leaves out, for numbers; 1 stands for true. Other kinds are empty by default.
 * @param symbols for an enumeration, the names of its values by value; else empty
 */
public record Field(String name, FieldKind kind, int defaultNumber, List<String> symbols) {

    public Field {
        symbols = List.copyOf(symbols);
    }

    static Field flag(String name) {
        return flag(name, false);
    }

    static Field flag(String name, boolean defaultValue) {
        return new Field(name, FieldKind.BOOL, defaultValue ? 1 : 0, List.of());
    }

    static Field symbol(String name, List<String> symbols) {
        return symbol(name, symbols, 0);
    }

    static Field symbol(String name, List<String> symbols, int defaultNumber) {
        return new Field(name, FieldKind.BYTE, defaultNumber, symbols);
    }

    static Field symbol(FieldKind kind, String name, List<String> symbols) {
        return new Field(name, kind, 0, symbols);
    }

    static Field integer(String name) {
        return integer(name, 0);
    }

    static Field integer(String name, int defaultNumber) {
        return new Field(name, FieldKind.INT, defaultNumber, List.of());
    }

    static Field unsigned(String name) {
        return plain(name, FieldKind.UINT);
    }

    static Field longInteger(String name) {
        return plain(name, FieldKind.LONG);
    }

    static Field real(String name) {
        return plain(name, FieldKind.FLOAT);
    }

    static Field text(String name) {
        return plain(name, FieldKind.STRING);
    }

    static Field flags(String name) {
        return plain(name, FieldKind.BOOLS);
    }

    static Field bytes(String name) {
        return plain(name, FieldKind.BYTES);
    }

    static Field integers(String name) {
        return plain(name, FieldKind.INTS);
    }

    static Field unsigneds(String name) {
        return plain(name, FieldKind.UINTS);
    }

    static Field longs(String name) {
        return plain(name, FieldKind.LONGS);
    }

    static Field reals(String name) {
        return plain(name, FieldKind.FLOATS);
    }

    private static Field plain(String name, FieldKind kind) {
        return new Field(name, kind, 0, List.of());
    }
}
