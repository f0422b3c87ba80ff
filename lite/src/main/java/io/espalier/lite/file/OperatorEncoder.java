// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.schema.table.Field;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.OptionsTable.Union;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From an operator to its table, its options by the rows of {@link OptionsTable}. */
final class OperatorEncoder {

    private static final int BYTES_ALIGNMENT = 4;

    private final FlatWriter writer;
    private final List<OperatorCode> codes;
    private final @Nullable DataAfterTable after;

    OperatorEncoder(FlatWriter writer, List<OperatorCode> codes, @Nullable DataAfterTable after) {
        this.writer = writer;
        this.codes = codes;
        this.after = after;
    }

    int operator(Operator operator) {
        FlatFields fields = new FlatFields()
                .int32(Slots.Operator.OPCODE_INDEX, codes.indexOf(operator.code()), 0)
                .offset(Slots.Operator.INPUTS, writer.requiredInts(operator.inputs()))
                .offset(Slots.Operator.OUTPUTS, writer.requiredInts(operator.outputs()))
                .offset(Slots.Operator.MUTATING_VARIABLE_INPUTS, writer.flags(operator.mutatingVariableInputs()))
                .offset(Slots.Operator.INTERMEDIATES, writer.ints(operator.intermediates()))
                .int32(Slots.Operator.DEBUG_METADATA_INDEX, operator.debugMetadataIndex(), -1);
        options(operator.options(), fields);
        if (after != null && operator.customOptions().size() >= BufferPool.LARGE) {
            fields.int64(Slots.Operator.LARGE_CUSTOM_OPTIONS_OFFSET, after.place(operator.customOptions()), 0)
                    .int64(
                            Slots.Operator.LARGE_CUSTOM_OPTIONS_SIZE,
                            operator.customOptions().size(),
                            0);
        } else {
            fields.offset(Slots.Operator.CUSTOM_OPTIONS, writer.bytes(operator.customOptions(), BYTES_ALIGNMENT));
        }
        return writer.table(fields);
    }

    private void options(Options options, FlatFields operator) {
        OptionsTable row = options.table();
        if (row == OptionsTable.NONE) {
            return;
        }
        FlatFields fields = new FlatFields();
        for (int slot = 0; slot < row.fields().size(); slot++) {
            Field field = row.fields().get(slot);
            if (!options.isDefault(field.name())) {
                write(options, field, slot, fields);
            }
        }
        boolean first = row.union() == Union.FIRST;
        operator.int8(
                        first ? Slots.Operator.BUILTIN_OPTIONS_TYPE : Slots.Operator.BUILTIN_OPTIONS_2_TYPE,
                        row.code(),
                        0)
                .offset(
                        first ? Slots.Operator.BUILTIN_OPTIONS : Slots.Operator.BUILTIN_OPTIONS_2,
                        writer.table(fields));
    }

    private void write(Options options, Field field, int slot, FlatFields fields) {
        String name = field.name();
        int number = field.defaultNumber();
        switch (field.kind()) {
            case BOOL -> fields.flag(slot, options.flag(name), number != 0);
            case BYTE -> fields.int8(slot, options.longInteger(name), number);
            case INT, UINT -> fields.int32(slot, options.longInteger(name), number);
            case LONG -> fields.int64(slot, options.longInteger(name), number);
            case FLOAT -> fields.float32(slot, options.real(name), number);
            case STRING -> fields.offset(slot, writer.string(options.text(name)));
            case BOOLS -> fields.offset(slot, writer.flags(options.flags(name)));
            case BYTES -> fields.offset(slot, writer.bytes(options.bytes(name), BYTES_ALIGNMENT));
            case INTS, UINTS -> fields.offset(slot, writer.ints(options.integers(name)));
            case LONGS -> fields.offset(slot, writer.longs(options.longs(name)));
            case FLOATS -> fields.offset(slot, writer.floats(options.reals(name)));
        }
    }
}
