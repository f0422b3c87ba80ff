// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumSet;
import java.util.Set;

/**
 * About how many bytes of code generated C has: its kernels, each once, and the calls. Fitted to nine models, compiled with arm-none-eabi-gcc 12.2.1 for a
 * Cortex-M4 with -Os; off by at most 20% on these.
 */
final class GeneratedCode {
    /** The deepest of nine models took 404 bytes on a Cortex-M4, and 428 on a Cortex-M0+. */
    static final long STACK = 512;

    /** Rounding, and what all kernels share. */
    private static final long COMMON = 700;

    private static final long CALL = 100;

    private GeneratedCode() {}

    static long bytes(Subgraph main) {
        Set<BuiltinOperator> kinds = EnumSet.noneOf(BuiltinOperator.class);
        long calls = 0;
        for (Operator operator : main.operators()) {
            BuiltinOperator kind = operator.code().builtin();
            if (kernel(kind) > 0) {
                kinds.add(kind);
                calls++;
            }
        }
        return COMMON
                + CALL * calls
                + kinds.stream().mapToLong(GeneratedCode::kernel).sum();
    }

    private static long kernel(BuiltinOperator kind) {
        return switch (kind) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> 0;
            case CONV_2D -> 700;
            case DEPTHWISE_CONV_2D -> 600;
            case ADD -> 900;
            case AVERAGE_POOL_2D -> 400;
            case FULLY_CONNECTED, MAX_POOL_2D, SOFTMAX -> 200;
            default -> 300;
        };
    }
}
