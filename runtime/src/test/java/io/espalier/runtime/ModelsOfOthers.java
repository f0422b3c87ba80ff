// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which models of others the runtime takes, TFLite 2.20. */
final class ModelsOfOthers {
    /** Models for microcontrollers, with what the runtime says of them. */
    static final Map<String, String> REFUSED = Map.of(
            "tflite/tflm/audio_preprocessor_float.tflite", "unresolved custom op: SignalWindow",
            "tflite/tflm/audio_preprocessor_int8.tflite", "unresolved custom op: SignalWindow",
            "tflite/tflm/person_detect.tflite", "quantized_dimension must be in range [0, 1). Was 3.",
            "tflite/tflm/person_detect_vela.tflite", "unresolved custom op: ethos-u");

    /** Models that run, but not on the examples of a data set. */
    static final Map<String, String> NOT_FED_BY_A_DATA_SET = Map.of(
            "tflite/aiedge_quantizer/branching_conv_fc.tflite", "is not one row for each of the 3 examples",
            "tflite/tflm/simple_add_model.tflite", "has 2 inputs");

    private ModelsOfOthers() {}

    /** All but the refused. */
    static List<Path> thatRun() throws IOException {
        return without(Assets.models(), REFUSED.keySet());
    }

    static List<Path> fedByADataSet() throws IOException {
        return without(thatRun(), NOT_FED_BY_A_DATA_SET.keySet());
    }

    private static List<Path> without(List<Path> models, Set<String> names) {
        List<Path> left = new ArrayList<>(models);
        for (String name : names) {
            left.remove(Assets.file(name));
        }
        return left;
    }
}
