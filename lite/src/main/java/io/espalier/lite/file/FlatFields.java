// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import java.util.ArrayList;
import java.util.List;

/** The fields of a table that is to be written. Those that have their default value are left out. */
final class FlatFields {

    /** Low {@code width} bytes of {@code bits}; for an offset, the place of what it leads to. */
    record Entry(int slot, int width, long bits, boolean isOffset) {}

    private final List<Entry> entries = new ArrayList<>();

    FlatFields flag(int slot, boolean value, boolean defaultValue) {
        return int8(slot, value ? 1 : 0, defaultValue ? 1 : 0);
    }

    FlatFields int8(int slot, long value, long defaultValue) {
        return scalar(slot, 1, value, defaultValue);
    }

    FlatFields int32(int slot, long value, long defaultValue) {
        return scalar(slot, 4, value, defaultValue);
    }

    FlatFields int64(int slot, long value, long defaultValue) {
        return scalar(slot, 8, value, defaultValue);
    }

    FlatFields float32(int slot, float value, float defaultValue) {
        return scalar(slot, 4, Float.floatToRawIntBits(value), Float.floatToRawIntBits(defaultValue));
    }

    /** {@code place} as {@link FlatWriter} gave it; 0 leaves the field out. */
    FlatFields offset(int slot, int place) {
        if (place != 0) {
            entries.add(new Entry(slot, 4, place, true));
        }
        return this;
    }

    private FlatFields scalar(int slot, int width, long value, long defaultValue) {
        if (value != defaultValue) {
            entries.add(new Entry(slot, width, value, false));
        }
        return this;
    }

    /** Widest first, so that no bytes are lost between fields. */
    List<Entry> packed() {
        List<Entry> packed = new ArrayList<>(entries);
        packed.sort((one, other) -> one.width() == other.width()
                ? Integer.compare(one.slot(), other.slot())
                : Integer.compare(other.width(), one.width()));
        return packed;
    }
}
