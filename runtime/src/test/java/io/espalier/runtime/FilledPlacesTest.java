// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators without an integer kernel that put values where their inputs have none, between integer operators. */
class FilledPlacesTest {
    private static final float[] X = {2, 3, 4, 5, 2.5f, 3.5f};

    static Stream<Filling> fillings() {
        return Stream.of(
                filling(BuiltinOperator.ZEROS_LIKE, Ints.of(6), Options.of(OptionsTable.ZEROS_LIKE), "v"),
                filling(
                        BuiltinOperator.SCATTER_ND,
                        Ints.of(12),
                        Options.of(OptionsTable.SCATTER_ND),
                        "indices",
                        "v",
                        "twelve"),
                filling(
                        BuiltinOperator.SPARSE_TO_DENSE,
                        Ints.of(12),
                        Options.of(OptionsTable.SPARSE_TO_DENSE),
                        "places",
                        "twelve",
                        "v",
                        "default"),
                filling(
                        BuiltinOperator.UNSORTED_SEGMENT_SUM,
                        Ints.of(5),
                        Options.of(OptionsTable.UNSORTED_SEGMENT_SUM),
                        "v",
                        "segments",
                        "five"),
                filling(
                        BuiltinOperator.UNSORTED_SEGMENT_PROD,
                        Ints.of(5),
                        Options.of(OptionsTable.UNSORTED_SEGMENT_PROD),
                        "v",
                        "segments",
                        "five"),
                filling(
                        BuiltinOperator.UNSORTED_SEGMENT_MAX,
                        Ints.of(5),
                        Options.of(OptionsTable.UNSORTED_SEGMENT_MAX),
                        "v",
                        "segments",
                        "five"),
                filling(
                        BuiltinOperator.ONE_HOT,
                        Ints.of(6, 5),
                        Options.of(OptionsTable.ONE_HOT).with("axis", -1),
                        "segments",
                        "five",
                        "on",
                        "off"),
                filling(BuiltinOperator.MATRIX_DIAG, Ints.of(6, 6), Options.of(OptionsTable.MATRIX_DIAG), "v"),
                filling(
                        BuiltinOperator.CUMSUM,
                        Ints.of(6),
                        Options.of(OptionsTable.CUMSUM).with("exclusive", true),
                        "v",
                        "zero"));
    }

    private static Filling filling(BuiltinOperator kind, Ints shape, Options options, String... inputs) {
        return new Filling(kind, shape, options, List.of(inputs));
    }

    private record Filling(BuiltinOperator kind, Ints shape, Options options, List<String> inputs) {
        /** Shifts the input, which is never 0, fills places, and clamps far away from all values. */
        Graph graph() {
            return new FloatGraph("x", Ints.of(6))
                    .floats("shift", Ints.of(1), 0.5f)
                    .floats("default", Ints.EMPTY, -7)
                    .floats("on", Ints.EMPTY, 9)
                    .floats("off", Ints.EMPTY, -3)
                    .floats("floor", Ints.of(1), -20)
                    .constant(ints("indices", Ints.of(6, 1), 11, 1, 3, 7, 0, 5))
                    .constant(ints("places", Ints.of(6, 1), 0, 1, 3, 5, 7, 11))
                    .constant(ints("segments", Ints.of(6), 0, 0, 1, 3, 3, 4))
                    .constant(ints("five", Ints.EMPTY, 5))
                    .constant(ints("twelve", Ints.of(1), 12))
                    .constant(ints("zero", Ints.EMPTY, 0))
                    .operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), "v", Ints.of(6), "x", "shift")
                    .operator(kind, options, "filled", shape, inputs.toArray(String[]::new))
                    .operator(
                            BuiltinOperator.MAXIMUM,
                            Options.of(OptionsTable.MAXIMUM_MINIMUM),
                            "y",
                            shape,
                            "filled",
                            "floor")
                    .build();
        }

        private static Tensor ints(String name, Ints shape, int... values) {
            return Tensor.constant(name, TensorType.INT32, shape, Buffer.ofInts(values));
        }
    }

    @ParameterizedTest
    @MethodSource("fillings")
    void filledPlacesHoldWhatTheyHoldInFloat(Filling filling) {
        Graph graph = filling.graph();
        float[] exact = RealNumbers.first(graph, X);
        IntegerQuantizer quantizer = IntegerQuantizer.of(IntegerOptions.INT8);

        Graph quantized = quantizer.quantize(graph, ExposedRanges.of(graph, X));

        assertThat(quantizer.plan(graph, ExposedRanges.of(graph, X)).operators())
                .extracting(operator -> operator.operator() + " " + operator.arithmetic())
                .contains("ADD INTEGER", filling.kind() + " FLOAT");
        float[] actual = RealNumbers.first(quantized, X);
        double largest = IntStream.range(0, exact.length)
                .mapToDouble(place -> Math.abs(exact[place]))
                .max()
                .orElseThrow();
        assertThat(actual).hasSameSizeAs(exact);
        for (int place = 0; place < exact.length; place++) {
            assertThat((double) actual[place]).as("place %d", place).isCloseTo(exact[place], within(0.03 * largest));
        }
    }
}
