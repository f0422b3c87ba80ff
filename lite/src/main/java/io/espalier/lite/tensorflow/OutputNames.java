// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.model.tensorflow.NodeDef;
import java.util.List;
import java.util.Map;

/** The names of the outputs of operators that have several: functions refer to them, graphs count. */
final class OutputNames {
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("FusedBatchNorm", List.of("y", "batch_mean", "batch_variance")),
            Map.entry("FusedBatchNormV2", List.of("y", "batch_mean", "batch_variance")),
            Map.entry("FusedBatchNormV3", List.of("y", "batch_mean", "batch_variance")),
            Map.entry("Merge", List.of("output", "value_index")),
            Map.entry("MaxPoolWithArgmax", List.of("output", "argmax")),
            Map.entry("Switch", List.of("output_false", "output_true")),
            Map.entry("TensorListPopBack", List.of("output_handle", "tensor")),
            Map.entry("TopK", List.of("values", "indices")),
            Map.entry("TopKV2", List.of("values", "indices")),
            Map.entry("Unique", List.of("y", "idx")));

    private OutputNames() {}

    /** The number of the first output of this name; all others have one output or one list of outputs. */
    static int first(NodeDef node, String output) {
        return Math.max(NAMES.getOrDefault(node.op(), List.of()).indexOf(output), 0);
    }
}
