// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.rig.Toolchain;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Float models as C against the real runtime: differences relative to the largest number of an output. */
@Tag("conformance")
class FloatCTest {
    private static final double LIMIT = 1e-6;
    private static final int RUNS = 3;
    private static final Ints PICTURE = Ints.of(1, 4, 5, 6);
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);
    private static final Recurrence BACKWARDS = new Recurrence(true, true, 0, 0);

    static Stream<Arguments> functions() {
        return Stream.of(
                function(BuiltinOperator.ELU, OptionsTable.NONE),
                function(BuiltinOperator.LOGISTIC, OptionsTable.NONE),
                function(BuiltinOperator.TANH, OptionsTable.NONE),
                function(BuiltinOperator.LOG, OptionsTable.NONE),
                function(BuiltinOperator.SQRT, OptionsTable.NONE),
                function(BuiltinOperator.RSQRT, OptionsTable.NONE),
                function(BuiltinOperator.SIN, OptionsTable.NONE),
                function(BuiltinOperator.COS, OptionsTable.COS),
                function(BuiltinOperator.FLOOR, OptionsTable.NONE),
                function(BuiltinOperator.ROUND, OptionsTable.NONE),
                function(BuiltinOperator.EXP, OptionsTable.EXP),
                function(BuiltinOperator.HARD_SWISH, OptionsTable.HARD_SWISH),
                function(BuiltinOperator.GELU, OptionsTable.GELU),
                function(BuiltinOperator.LOG_SOFTMAX, OptionsTable.LOG_SOFTMAX),
                function(BuiltinOperator.L2_NORMALIZATION, OptionsTable.L2_NORM));
    }

    private static Arguments function(BuiltinOperator operator, OptionsTable options) {
        return Arguments.of(operator, Options.of(options));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void functionsAreWithinAMillionth(BuiltinOperator operator, Options options) {
        Graph graph = new OneOperator(3)
                .input(TensorType.FLOAT32, PICTURE.toArray())
                .operator(operator, options, List.of(TensorType.FLOAT32), PICTURE);

        assertThat(GeneratedC.difference(graph, RUNS)).isLessThan(LIMIT);
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(BuiltinOperator.ADD, OptionsTable.ADD, new int[] {6}),
                Arguments.of(BuiltinOperator.SUB, OptionsTable.SUB, new int[] {4, 1, 1}),
                Arguments.of(BuiltinOperator.MUL, OptionsTable.MUL, new int[] {1, 1, 1, 6}),
                Arguments.of(BuiltinOperator.DIV, OptionsTable.DIV, new int[] {4, 5, 1}),
                Arguments.of(BuiltinOperator.MAXIMUM, OptionsTable.MAXIMUM_MINIMUM, new int[] {1}),
                Arguments.of(BuiltinOperator.SQUARED_DIFFERENCE, OptionsTable.SQUARED_DIFFERENCE, new int[] {5, 1}),
                Arguments.of(BuiltinOperator.POW, OptionsTable.POW, new int[] {1, 4, 5, 6}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void pairsBroadcast(BuiltinOperator operator, OptionsTable options, int... shape) {
        Graph graph = new OneOperator(3)
                .input(TensorType.FLOAT32, PICTURE.toArray())
                .weights(shape)
                .operator(operator, Options.of(options), List.of(TensorType.FLOAT32), PICTURE);

        assertThat(GeneratedC.difference(graph, RUNS)).isLessThan(LIMIT);
    }

    @Test
    void networksOfRandomLayersAgree() {
        SplittableRandom random = new SplittableRandom(5);
        for (int net = 0; net < 8; net++) {
            assertThat(GeneratedC.difference(RandomNets.any(random), RUNS))
                    .as("net %d", net)
                    .isLessThan(LIMIT);
        }
    }

    static Stream<Arguments> recurrent() {
        return Stream.of(
                network("LSTM", 20, LSTM.of(16)),
                network("GRU", 17, GRU.of(8)),
                network("SimpleRNN", 18, SimpleRNN.of(8)),
                network("sequences backwards", 19, GRU.of(8).withRecurrence(BACKWARDS)),
                network("steps left out by a mask", 18, new Masking(0), GRU.of(8)),
                network("one above the other", 20, LSTM.of(8).withRecurrence(SEQUENCES), GRU.of(8)),
                network("in both directions", 21, Bidirectional.of(LSTM.of(8).withRecurrence(SEQUENCES))));
    }

    private static Arguments network(String name, int steps, Layer... layers) {
        SequentialBuilder model = Model.sequential().input(steps, 5);
        for (Layer layer : layers) {
            model.add(layer);
        }
        return Arguments.of(name, model.build(3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recurrent")
    void recurrentLayersAgreeStepByStepAndAsLoops(String name, Model model) {
        Graph floats = Converter.convert(model);
        Graph looped = Quantizer.of(Recipe.named("none")).withLoops().quantize(floats);

        assertThat(looped.subgraphs()).hasSizeGreaterThan(2);
        assertThat(GeneratedC.difference(floats, RUNS)).isLessThan(LIMIT);
        assertThat(GeneratedC.difference(looped, RUNS)).isLessThan(LIMIT);
    }

    /** The runtime goes on where the run before ended, and so does C. */
    @Test
    void theStateOfAFusedLstmLastsFromRunToRun() {
        Model model = Model.sequential()
                .input(12, 5)
                .add(LSTM.of(8).withRecurrence(SEQUENCES))
                .add(LSTM.of(6))
                .build(3);
        Graph fused = Converter.withFusedLstm(model).convert();

        assertThat(GeneratedC.difference(fused, 5)).isLessThan(LIMIT);
    }

    @Test
    void loopsAndStatesAgreeOnEveryMachineAndInTheCallersMemory() {
        Model model = Model.sequential()
                .input(20, 5)
                .add(LSTM.of(8).withRecurrence(SEQUENCES))
                .add(GRU.of(8))
                .build(3);
        Graph looped = Quantizer.of(Recipe.named("none")).withLoops().quantize(Converter.convert(model));
        Graph fused = Converter.withFusedLstm(model).convert();
        CSettings small = CSettings.named("sequence");
        CSettings quick = small.with(Objective.SPEED).with(ArenaPlace.CALLER);

        for (Toolchain machine :
                List.of(Toolchain.cpp(), Toolchain.sanitized(), Toolchain.bigEndian(), Toolchain.cortexM4())) {
            assertThat(GeneratedC.difference(looped, small, machine, InterpreterOptions.DEFAULTS, RUNS))
                    .as(machine.toString())
                    .isLessThan(LIMIT);
        }
        for (Toolchain machine : List.of(Toolchain.calledFromCpp(), Toolchain.sanitized(), Toolchain.cortexM4F())) {
            assertThat(GeneratedC.difference(fused, quick, machine, InterpreterOptions.DEFAULTS, RUNS))
                    .as(machine.toString())
                    .isLessThan(LIMIT);
        }
    }
}
