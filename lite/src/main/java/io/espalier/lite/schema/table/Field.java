// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import java.util.ArrayList;
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

    /** The fields of a table, separated by commas, each as {@code name: type} or {@code name: type = default}. */
    static List<Field> parse(String fields) {
        List<Field> parsed = new ArrayList<>();
        for (String field : fields.isEmpty() ? new String[0] : fields.split(",")) {
            int colon = field.indexOf(':');
            int equals = field.indexOf('=');
            String type = field.substring(colon + 1, equals < 0 ? field.length() : equals);
            parsed.add(of(
                    field.substring(0, colon).strip(),
                    type.strip(),
                    equals < 0 ? "0" : field.substring(equals + 1).strip()));
        }
        return List.copyOf(parsed);
    }

    private static Field of(String name, String type, String defaultValue) {
        for (FieldKind kind : FieldKind.values()) {
            if (kind.schemaType().equals(type)) {
                int number = defaultValue.equals("true") ? 1 : Integer.parseInt(defaultValue);
                return new Field(name, kind, number, List.of());
            }
        }
        Enumeration values = Enumeration.of(type);
        return new Field(name, values.kind(), Math.max(0, values.names().indexOf(defaultValue)), values.names());
    }
}
