// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import io.espalier.lite.Options;
import io.espalier.lite.schema.table.Field;

/** The values of options as people write them. */
final class OptionValues {

    private OptionValues() {}

    /** An enumeration's value by its name, everything else as it prints. */
    static String text(Options options, Field field) {
        String name = field.name();
        return switch (field.kind()) {
            case BOOL -> Boolean.toString(options.flag(name));
            case BYTE, INT, UINT, LONG -> number(field, options.longInteger(name));
            case FLOAT -> Float.toString(options.real(name));
            case STRING -> options.text(name);
            case BOOLS -> options.flags(name).toString();
            case BYTES -> options.bytes(name).toString();
            case INTS, UINTS -> options.integers(name).toString();
            case LONGS -> options.longs(name).toString();
            case FLOATS -> options.reals(name).toString();
        };
    }

    private static String number(Field field, long value) {
        return value >= 0 && value < field.symbols().size() ? field.symbols().get((int) value) : Long.toString(value);
    }
}
