// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.BuiltinOperator;

/**
 * Which operator it is.
 *
 * @param customCode the name of a custom operator; empty for a builtin one
 * @param version the version of the operator's semantics, from 1: a runtime refuses versions that it does not know
 */
public record OperatorCode(BuiltinOperator builtin, String customCode, int version) {

    public static OperatorCode of(BuiltinOperator builtin, int version) {
        return new OperatorCode(builtin, "", version);
    }

    public static OperatorCode custom(String name) {
        return new OperatorCode(BuiltinOperator.CUSTOM, name, 1);
    }

    /** The name of the builtin operator, or the custom one's own. */
    public String name() {
        return builtin == BuiltinOperator.CUSTOM && !customCode.isEmpty() ? customCode : builtin.name();
    }
}
