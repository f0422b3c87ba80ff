// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.table.Field;
import io.espalier.lite.schema.table.FieldKind;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The options of an operator: a row of {@link OptionsTable} with a value for each of its fields. Fields are named as in the
 * schema, such as {@code stride_w}; a name that the table lacks, or a value of another kind, is an {@link InvalidGraphException}.
 */
public final class Options {

    /** No options table at all. */
    public static final Options NONE = of(OptionsTable.NONE);

    private static final Set<FieldKind> INTEGERS =
            EnumSet.of(FieldKind.BYTE, FieldKind.INT, FieldKind.UINT, FieldKind.LONG);
    private static final Set<FieldKind> INT_LISTS = EnumSet.of(FieldKind.INTS, FieldKind.UINTS);

    private final OptionsTable table;

    /** By slot: Boolean, Long, Float, String, List of Boolean, Buffer, Ints, Longs or Floats, as the field's kind says. */
    private final Object[] values;

    private Options(OptionsTable table, Object[] values) {
        this.table = table;
        this.values = values;
    }

    /** A table with every field at its default. */
    public static Options of(OptionsTable table) {
        return new Options(
                table, table.fields().stream().map(Options::defaultValue).toArray());
    }

    /** The row of the schema that names the fields. */
    public OptionsTable table() {
        return table;
    }

    /** Whether the field has the value that files leave out. */
    public boolean isDefault(String field) {
        int slot = slot(field);
        return values[slot].equals(defaultValue(table.fields().get(slot)));
    }

    /** The value of a boolean field. */
    public boolean flag(String field) {
        return (Boolean) value(field, Set.of(FieldKind.BOOL));
    }

    /** A whole number that fits an int. */
    public int integer(String field) {
        return Math.toIntExact(longInteger(field));
    }

    /** A whole number of any width. */
    public long longInteger(String field) {
        return (Long) value(field, INTEGERS);
    }

    /** The value of a float field. */
    public float real(String field) {
        return (Float) value(field, Set.of(FieldKind.FLOAT));
    }

    /** The value of a string field. */
    public String text(String field) {
        return (String) value(field, Set.of(FieldKind.STRING));
    }

    /** The value of an enumeration whose constants are in the order of the schema's values. */
    public <E extends Enum<E>> E symbol(String field, E[] constants) {
        int value = integer(field);
        if (value < 0 || value >= constants.length) {
            throw new InvalidGraphException(table.schemaName() + "." + field + " is " + value + ", but only 0 to "
                    + (constants.length - 1) + " are known");
        }
        return constants[value];
    }

    /** The value of a field that is a list of 32-bit integers. */
    public Ints integers(String field) {
        return (Ints) value(field, INT_LISTS);
    }

    /** The value of a field that is a list of 64-bit integers. */
    public Longs longs(String field) {
        return (Longs) value(field, Set.of(FieldKind.LONGS));
    }

    /** The value of a field that is a list of floats. */
    public Floats reals(String field) {
        return (Floats) value(field, Set.of(FieldKind.FLOATS));
    }

    // Only booleans get into this list: withFlags is the one way in.
    /** The value of a field that is a list of booleans. */
    @SuppressWarnings("unchecked")
    public List<Boolean> flags(String field) {
        return (List<Boolean>) value(field, Set.of(FieldKind.BOOLS));
    }

    /** The value of a field that is a list of bytes. */
    public Buffer bytes(String field) {
        return (Buffer) value(field, Set.of(FieldKind.BYTES));
    }

    /** A copy with another value in a boolean field. */
    public Options with(String field, boolean value) {
        return with(field, Set.of(FieldKind.BOOL), value);
    }

    /**
     * A copy with another value in an integer field.
     *
     * @throws InvalidGraphException if the field is too narrow for the value
     */
    public Options with(String field, long value) {
        FieldKind kind = table.fields().get(slot(field)).kind();
        boolean fits = switch (kind) {
            case BYTE -> value == (byte) value;
            case INT -> value == (int) value;
            case UINT -> value >= 0 && value <= 0xFFFF_FFFFL;
            default -> true;
        };
        if (!fits) {
            throw new InvalidGraphException(
                    table.schemaName() + "." + field + " has kind " + kind + ", which cannot hold " + value);
        }
        return with(field, INTEGERS, value);
    }

    /** A copy with another value in a float field. */
    public Options with(String field, float value) {
        return with(field, Set.of(FieldKind.FLOAT), value);
    }

    /** A copy with another value in a string field. */
    public Options with(String field, String value) {
        return with(field, Set.of(FieldKind.STRING), value);
    }

    // The constants of the schema's enumerations are in the order of their values, and symbol reads them so.
    /** A copy with the number of this constant in an integer field. */
    @SuppressWarnings("EnumOrdinal")
    public Options with(String field, Enum<?> value) {
        return with(field, INTEGERS, (long) value.ordinal());
    }

    /** A copy with another list of 32-bit integers in a field. */
    public Options with(String field, Ints value) {
        return with(field, INT_LISTS, value);
    }

    /** A copy with another list of 64-bit integers in a field. */
    public Options with(String field, Longs value) {
        return with(field, Set.of(FieldKind.LONGS), value);
    }

    /** A copy with another list of floats in a field. */
    public Options with(String field, Floats value) {
        return with(field, Set.of(FieldKind.FLOATS), value);
    }

    /** A copy with another list of booleans in a field. */
    public Options withFlags(String field, List<Boolean> value) {
        return with(field, Set.of(FieldKind.BOOLS), List.copyOf(value));
    }

    /** A copy with other bytes in a field. */
    public Options with(String field, Buffer value) {
        return with(field, Set.of(FieldKind.BYTES), value);
    }

    private Options with(String field, Set<FieldKind> kinds, Object value) {
        value(field, kinds);
        Object[] changed = values.clone();
        changed[slot(field)] = value;
        return new Options(table, changed);
    }

    private Object value(String field, Set<FieldKind> kinds) {
        int slot = slot(field);
        FieldKind kind = table.fields().get(slot).kind();
        if (!kinds.contains(kind)) {
            throw new InvalidGraphException(
                    table.schemaName() + "." + field + " has kind " + kind + ", not one of " + kinds);
        }
        return values[slot];
    }

    private int slot(String field) {
        int slot = table.slot(field);
        if (slot < 0) {
            throw new InvalidGraphException(table.schemaName() + " has no field '" + field + "'; its fields are "
                    + table.fields().stream().map(Field::name).toList());
        }
        return slot;
    }

    private static Object defaultValue(Field field) {
        return switch (field.kind()) {
            case BOOL -> field.defaultNumber() != 0;
            case BYTE, INT, UINT, LONG -> (long) field.defaultNumber();
            case FLOAT -> (float) field.defaultNumber();
            case STRING -> "";
            case BOOLS -> List.of();
            case BYTES -> Buffer.EMPTY;
            case INTS, UINTS -> Ints.EMPTY;
            case LONGS -> Longs.EMPTY;
            case FLOATS -> Floats.EMPTY;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options that && table == that.table && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + Arrays.hashCode(values);
    }

    /** The table's name and the fields that are not at their default. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(table.schemaName()).append('{');
        String separator = "";
        for (int slot = 0; slot < values.length; slot++) {
            Field field = table.fields().get(slot);
            if (!isDefault(field.name())) {
                text.append(separator).append(field.name()).append('=').append(values[slot]);
                separator = ", ";
            }
        }
        return text.append('}').toString();
    }
}
