// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Function;
import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Constant.Structure;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Constant.Whole;
import io.espalier.lite.ccode.program.Constant.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The constant tables and parameters of steps; tables with the same elements are written once. */
final class ParameterText {
    private static final int LINE = 110;

    private final KernelTexts kernels;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> tables = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private int bytes;

    ParameterText(KernelTexts kernels) {
        this.kernels = kernels;
    }

    /** Defines the parameters of a step unless others are equal, and gives their name. */
    String define(String name, String struct, Map<String, Constant> fields) {
        Set<String> unused = new HashSet<>(fields.keySet());
        String initializer = initializer(name, struct, fields, unused);
        if (!unused.isEmpty()) {
            throw new IllegalStateException("struct " + struct + " has no fields " + unused);
        }
        String known = tables.get(struct + initializer);
        if (known != null) {
            return known;
        }
        String own = own(name);
        tables.put(struct + initializer, own);
        text.append("static const struct ")
                .append(struct)
                .append(' ')
                .append(own)
                .append(" = ");
        text.append(initializer).append(";\n\n");
        return own;
    }

    /** The name, or one like it: subgraphs number their tensors alike. */
    private String own(String name) {
        String own = name;
        for (int number = 2; !names.add(own); number++) {
            own = name + "_" + number;
        }
        return own;
    }

    private String initializer(String name, String struct, Map<String, Constant> fields, Set<String> unused) {
        StringBuilder line = new StringBuilder("{");
        kernels.fields(struct).forEach((field, type) -> {
            line.append(line.length() == 1 ? "" : ", ");
            if (type.startsWith("struct ")) {
                line.append(initializer(name, type.substring("struct ".length()), fields, unused));
                return;
            }
            Constant value = fields.get(field);
            if (value == null) {
                throw new IllegalStateException(name + " has no value for " + struct + "." + field);
            }
            unused.remove(field);
            line.append(value(name + "_" + field, field, type, value));
        });
        return line.append('}').toString();
    }

    private String value(String name, String field, String type, Constant value) {
        if (value instanceof Table table) {
            return table(name, table);
        }
        if (value instanceof Real real) {
            bytes += Float.BYTES;
            return real(real.value());
        }
        if (value instanceof Constant.Text written) {
            return written.value();
        }
        if (value instanceof Function function) {
            return kernels.add(function.name()).file();
        }
        if (value instanceof Structure structure) {
            return structure.text();
        }
        if (value instanceof Work work) {
            return "WORK_BYTES(" + work.bytes() + ", " + work.helium() + ")";
        }
        long number = ((Whole) value).value();
        long most = switch (type) {
            case "int8_t" -> Byte.MAX_VALUE;
            case "uint8_t" -> 2 * Byte.MAX_VALUE + 1;
            case "int16_t" -> Short.MAX_VALUE;
            default -> Integer.MAX_VALUE;
        };
        if (number == Integer.MIN_VALUE) {
            return "(-2147483647 - 1)";
        }
        if (number > most || number < -most - 1) {
            throw new IllegalStateException(field + " of " + name + " is " + number + ", too large for " + type);
        }
        return Long.toString(number);
    }

    /** Defines a table unless there is an equal one, and gives its name. */
    String table(String name, Table table) {
        String elements = elements(table);
        String known = tables.get(table.type() + elements);
        if (known != null) {
            return known;
        }
        String own = own(name);
        tables.put(table.type() + elements, own);
        bytes += table.bytes();
        text.append("static const ").append(table.type()).append(' ').append(own);
        text.append('[')
                .append(table.elements().size())
                .append("] = {")
                .append(elements)
                .append("\n};\n");
        return own;
    }

    private static String elements(Table table) {
        StringBuilder lines = new StringBuilder();
        int start = -LINE;
        for (String element : table.elements()) {
            if (lines.length() + element.length() - start > LINE) {
                lines.append("\n   ");
                start = lines.length() - 4;
            }
            lines.append(' ').append(element).append(',');
        }
        return lines.toString();
    }

    /** A float32 as C99 and C++ read it back to the same bits. */
    static String real(float value) {
        return new Real(value).text();
    }

    /** The bytes of all tables. */
    int tableBytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
