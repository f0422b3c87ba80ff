// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which operator it is.
 *
 * @param customCode the name of a custom operator; empty for a builtin one
 * @param version the version of the operator's semantics, from 1: a runtime refuses versions that it does not know
 */
public record OperatorCode(BuiltinOperator builtin, String customCode, int version) {
    public OperatorCode {
        Objects.requireNonNull(builtin, "builtin");
        Objects.requireNonNull(customCode, "customCode");
    }

    /** A builtin operator in this version. */
    public static OperatorCode of(BuiltinOperator builtin, int version) {
        return new OperatorCode(builtin, "", version);
    }

    /** A custom operator by its name. */
    public static OperatorCode custom(String name) {
        return new OperatorCode(BuiltinOperator.CUSTOM, name, 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OperatorCode code
                && builtin == code.builtin
                && version == code.version
                && customCode.equals(code.customCode);
    }

    // Not a record's own, which Java takes longer to set up than to write a small file.
    @Override
    public int hashCode() {
        return 31 * (31 * builtin.hashCode() + version) + customCode.hashCode();
    }

    /** The name of the builtin operator, or the custom one's own. */
    public String name() {
        return builtin == BuiltinOperator.CUSTOM && !customCode.isEmpty() ? customCode : builtin.name();
    }
}
