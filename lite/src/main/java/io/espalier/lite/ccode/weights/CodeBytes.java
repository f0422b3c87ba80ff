// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bytes of code that a form or a kernel adds to a program, once: measured with arm-none-eabi-gcc 12.2, -Os, for a Cortex-M4, as the difference of
 * whole programs.
 */
final class CodeBytes {
    private static final Map<String, Integer> PARTS = Map.ofEntries(
            Map.entry("unpack_bits", 44),
            Map.entry("unpack_value", 32),
            Map.entry("unpack_int4", 32),
            Map.entry("unpack_lut", 44),
            Map.entry("unpack_bitmask", 80),
            Map.entry("unpack_runs", 76),
            Map.entry("unpack_huffman", 210),
            Map.entry("filters", 350),
            Map.entry("filters_packed", 220),
            Map.entry("filtered_packed", 200),
            Map.entry("filters_sparse", 130),
            Map.entry("filtered_sparse", 150),
            Map.entry("matmul", 90),
            Map.entry("matmul_packed", 80),
            Map.entry("matmul_sparse", 80),
            Map.entry("conv_patch", 250),
            Map.entry("conv", 120),
            Map.entry("conv_packed", 150),
            Map.entry("conv_sparse", 140),
            Map.entry("conv_max_pool", 350),
            Map.entry("conv_max_pool_packed", 300),
            Map.entry("conv_max_pool_sparse", 280),
            Map.entry("depthwise", 500),
            Map.entry("depthwise_packed", 100));

    private final Set<String> parts = new HashSet<>();
    private int structs;

    /** Counts a kernel; without a packing, for plain weights. */
    void addKernel(String kernel, boolean isPacked) {
        parts.add(kernel);
        if (kernel.startsWith("conv")) {
            parts.add("conv_patch");
        }
        if (kernel.startsWith("depthwise")) {
            parts.add("depthwise");
        } else if (!isPacked) {
            parts.add("filters");
        } else if (kernel.endsWith("_sparse")) {
            parts.add("filters_sparse");
            if (!kernel.startsWith("conv_max_pool")) {
                parts.add("filtered_sparse");
            }
        } else {
            parts.add("filters_packed");
            if (!kernel.startsWith("conv_max_pool")) {
                parts.add("filtered_packed");
            }
        }
    }

    /** Counts what unpacks a form, and the fields of an operator. */
    void addForm(Form form) {
        structs += form == Form.SPARSE ? SPARSE_FIELDS : PACKED_FIELDS;
        if (form == Form.SPARSE) {
            return;
        }
        parts.add(form.function());
        if (form != Form.HUFFMAN) {
            parts.add("unpack_bits");
        }
        if (form == Form.BITMASK || form == Form.RUN_LENGTH) {
            parts.add("unpack_value");
        }
    }

    private static final int SPARSE_FIELDS = 12;
    private static final int PACKED_FIELDS = 32;

    int bytes() {
        return structs
                + parts.stream().mapToInt(part -> PARTS.getOrDefault(part, 0)).sum();
    }
}
