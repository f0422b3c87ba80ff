// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.schema.table.Field;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.OptionsTable.Union;
import java.util.List;

/** From an Operator table to the operator, its options by the rows of {@link OptionsTable}. */
final class OperatorDecoder {

    private final List<OperatorCode> codes;

    OperatorDecoder(List<OperatorCode> codes) {
        this.codes = codes;
    }

    Operator operator(FlatTable table) {
        long code = table.uint32(Slots.Operator.OPCODE_INDEX, 0);
        if (code >= codes.size()) {
            throw table.problem("it refers to operator code " + code + ", but the file has " + codes.size());
        }
        int format = table.int8(Slots.Operator.CUSTOM_OPTIONS_FORMAT, 0);
        if (format != 0) {
            throw table.problem("custom options format " + format + " is not supported by this version of Espalier");
        }
        return new Operator(
                codes.get((int) code),
                table.ints(Slots.Operator.INPUTS),
                table.ints(Slots.Operator.OUTPUTS),
                options(table),
                customOptions(table),
                table.flags(Slots.Operator.MUTATING_VARIABLE_INPUTS),
                table.ints(Slots.Operator.INTERMEDIATES),
                table.int32(Slots.Operator.DEBUG_METADATA_INDEX, -1));
    }

    private static Buffer customOptions(FlatTable table) {
        Buffer inside = table.bytes(Slots.Operator.CUSTOM_OPTIONS);
        long offset = table.int64(Slots.Operator.LARGE_CUSTOM_OPTIONS_OFFSET, 0);
        long size = table.int64(Slots.Operator.LARGE_CUSTOM_OPTIONS_SIZE, 0);
        return inside.isEmpty() && offset > 1 ? table.region(offset, size) : inside;
    }

    private static Options options(FlatTable table) {
        int first = table.uint8(Slots.Operator.BUILTIN_OPTIONS_TYPE);
        int second = table.uint8(Slots.Operator.BUILTIN_OPTIONS_2_TYPE);
        if (first != 0 && second != 0) {
            throw table.problem("it has two options tables; only one is allowed");
        }
        return second != 0
                ? options(table, Union.SECOND, second, Slots.Operator.BUILTIN_OPTIONS_2)
                : options(table, Union.FIRST, first, Slots.Operator.BUILTIN_OPTIONS);
    }

    private static Options options(FlatTable operator, Union union, int code, int slot) {
        OptionsTable row = OptionsTable.of(union, code)
                .orElseThrow(() ->
                        operator.problem("options table " + code + " is not supported by this version of Espalier"));
        Options options = Options.of(row);
        FlatTable table = operator.table(slot, row.schemaName(), row.fields().size());
        // A kind without a table says the same as a table of defaults.
        if (table == null) {
            return options;
        }
        for (int field = 0; field < row.fields().size(); field++) {
            if (table.has(field)) {
                options = read(table, field, row.fields().get(field), options);
            }
        }
        return options;
    }

    private static Options read(FlatTable table, int slot, Field field, Options options) {
        String name = field.name();
        return switch (field.kind()) {
            case BOOL -> options.with(name, table.flag(slot, false));
            case BYTE -> options.with(name, table.int8(slot, 0));
            case INT -> options.with(name, table.int32(slot, 0));
            case UINT -> options.with(name, table.uint32(slot, 0));
            case LONG -> options.with(name, table.int64(slot, 0));
            case FLOAT -> options.with(name, table.float32(slot, 0));
            case STRING -> options.with(name, table.string(slot));
            case BOOLS -> options.withFlags(name, table.flags(slot));
            case BYTES -> options.with(name, table.bytes(slot));
            case INTS, UINTS -> options.with(name, table.ints(slot));
            case LONGS -> options.with(name, table.longs(slot));
            case FLOATS -> options.with(name, table.floats(slot));
        };
    }
}
