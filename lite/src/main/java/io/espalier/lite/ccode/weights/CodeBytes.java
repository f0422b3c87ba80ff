// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bytes of code that a form or a kernel adds to a program, once: measured with arm-none-eabi-gcc 12.2, -Os, for a Cortex-M4, as the sizes of
 * functions in whole programs, with newlib's memcpy and memset.
 */
final class CodeBytes {
    private static final int SPARSE_FIELDS = 12;
    private static final int PACKED_FIELDS = 28;

    private static final Map<String, Integer> PARTS = Map.ofEntries(
            Map.entry("memcpy", 308),
            Map.entry("memset", 162),
            Map.entry("unpack_bits", 48),
            Map.entry("unpack_int4", 52),
            Map.entry("unpack_lut", 52),
            Map.entry("unpack_bitmask", 110),
            Map.entry("unpack_runs", 94),
            Map.entry("unpack_huffman", 184),
            Map.entry("row_sum", 70),
            Map.entry("sparse_sums", 150),
            Map.entry("matmul", 874),
            Map.entry("matmul_packed", 350),
            Map.entry("matmul_sparse", 250),
            Map.entry("conv", 300),
            Map.entry("conv_packed", 450),
            Map.entry("conv_sparse", 500),
            Map.entry("conv_max_pool", 1130),
            Map.entry("conv_max_pool_packed", 556),
            Map.entry("conv_max_pool_sparse", 660),
            Map.entry("depthwise", 648),
            Map.entry("depthwise_packed", 60));

    private final Set<String> parts = new HashSet<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private int structs;

    /** Counts a kernel, and what it calls. */
    void addKernel(String kernel) {
        calls.merge(kernel, 1, Integer::sum);
        boolean unpacks = kernel.endsWith("_packed");
        if (kernel.startsWith("depthwise")) {
            parts.add("memset");
            if (unpacks) {
                parts.add("depthwise");
            }
        } else if (unpacks) {
            parts.add("row_sum");
        } else if (kernel.endsWith("_sparse")) {
            parts.add("sparse_sums");
        }
        if (kernel.startsWith("conv") && !unpacks && calls.getOrDefault(kernel, 0) > 1) {
            parts.addAll(List.of("memcpy", "memset"));
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
    }

    int bytes() {
        return structs
                + parts.stream().mapToInt(part -> PARTS.getOrDefault(part, 0)).sum();
    }
}
