// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.stream.Stream;

/** The names of the values of each enumeration that an options field can hold; a name's index is its value. */
final class Symbols {
    static final List<String> PADDING = names(Padding.values());
    static final List<String> ACTIVATION = names(ActivationFunction.values());
    static final List<String> TENSOR_TYPE = names(TensorType.values());
    static final List<String> LSH_PROJECTION_TYPE = List.of("UNKNOWN", "SPARSE", "DENSE");
    static final List<String> WEIGHTS_FORMAT = names(FullyConnectedWeightsFormat.values());
    static final List<String> LSTM_KERNEL = List.of("FULL", "BASIC");
    static final List<String> COMBINER = List.of("SUM", "MEAN", "SQRTN");
    static final List<String> MIRROR_PAD_MODE = names(MirrorPadMode.values());
    static final List<String> RNG_ALGORITHM = List.of("DEFAULT", "PHILOX", "THREEFRY");
    static final List<String> CUSTOM_OPTIONS_FORMAT = List.of("FLEXBUFFERS");
    static final List<String> COMPARISON_DIRECTION = List.of("EQ", "NE", "GE", "GT", "LE", "LT");
    static final List<String> COMPARISON_TYPE = List.of("NOTYPE", "FLOAT", "FLOAT_TOTAL_ORDER", "SIGNED", "UNSIGNED");
    static final List<String> REDUCE_WINDOW_FUNCTION =
            List.of("UNSUPPORTED", "ADD", "MUL", "MINIMUM", "MAXIMUM", "ALL", "ANY");

    private Symbols() {}

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }
}
