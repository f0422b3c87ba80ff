// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.rewrite.loop.StepRanges;
import io.espalier.lite.rewrite.loop.StepsAsLoop;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers whose steps are a loop, against the same step by step. */
class StepsAsLoopTest {
    private static final long SEED = 29;
    private static final int FEATURES = 5;
    private static final int EXAMPLES = 3;
    private static final int PADDING = 3;
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);
    private static final Recurrence BACKWARDS = new Recurrence(true, true, 0, 0);

    static Stream<Arguments> networks() {
        return Stream.of(
                network("LSTM", 50, 1, LSTM.of(16)),
                network("LSTM with steps before the loop", 24, 1, LSTM.of(70)),
                network("GRU", 17, 1, GRU.of(8)),
                network("SimpleRNN", 30, 1, SimpleRNN.of(8)),
                network("sequences", 19, 1, LSTM.of(8).withRecurrence(SEQUENCES)),
                network("sequences backwards", 23, 1, GRU.of(8).withRecurrence(BACKWARDS)),
                network("steps left out by a mask", 22, 1, new Masking(0), GRU.of(8)),
                network("one above the other", 20, 2, LSTM.of(8).withRecurrence(SEQUENCES), GRU.of(8)),
                network("in both directions", 21, 2, Bidirectional.of(LSTM.of(8).withRecurrence(SEQUENCES))));
    }

    private static Arguments network(String name, int steps, int loops, Layer... layers) {
        SequentialBuilder model = Model.sequential().input(steps, FEATURES);
        for (Layer layer : layers) {
            model.add(layer);
        }
        return Arguments.of(name, model.build(3), steps, loops);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aLoopComputesWhatTheStepsComputeForAnyBatch(String name, Model model, int steps, int loops) {
        Graph floats = Converter.convert(model);
        float[] x = numbers(steps);

        Graph looped = Quantizer.of(Recipe.named("none")).withLoops().quantize(floats);

        assertThat(looped.subgraphs()).hasSize(1 + 2 * loops);
        assertThat(GraphWriter.size(looped)).isLessThan(GraphWriter.size(floats));
        for (boolean xnnpack : new boolean[] {true, false}) {
            InterpreterOptions options = InterpreterOptions.DEFAULTS.withXnnpack(xnnpack);
            assertThat(Running.run(looped, options, List.of(x)).get(0))
                    .as("XNNPACK %s, seed %d", xnnpack, SEED)
                    .containsExactly(Running.run(floats, options, List.of(x)).get(0), Offset.offset(1e-6f));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void integersInALoopAreThoseOfTheStepsWithTheSameRanges(String name, Model model, int steps, int loops) {
        Graph floats = Stages.run(Stages.OPTIMIZE, ModelLowering.lower(model));
        float[] x = numbers(steps);
        TensorRanges observed = ExposedRanges.of(floats, x);
        Quantizer int8 = Quantizer.of(Recipe.named("int8"));

        Graph looped = int8.withCalibration(observed).withLoops().quantize(floats);
        Graph unrolled =
                int8.withCalibration(StepRanges.joined(floats.main(), observed)).quantize(floats);

        assertThat(looped.subgraphs()).hasSize(1 + 2 * loops);
        assertThat(looped.subgraphs().get(2).operators())
                .noneMatch(operator -> operator.code().name().endsWith("QUANTIZE"));
        assertThat(RealNumbers.first(looped, x))
                .as("seed %d", SEED)
                .containsExactly(RealNumbers.first(unrolled, x), Offset.offset(0f));
        assertThat(RealNumbers.first(looped, x)).containsExactly(RealNumbers.first(floats, x), Offset.offset(0.1f));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void everyRecipeHasLoops(String name, Model model, int steps, int loops) {
        Graph floats = Converter.convert(model);
        float[] x = numbers(steps);

        for (String recipe : List.of("dynamic", "float16", "weight_only_int8")) {
            Quantizer quantizer = Quantizer.of(Recipe.named(recipe));
            Graph looped = quantizer.withLoops().quantize(floats);

            assertThat(looped.subgraphs()).as(recipe).hasSize(1 + 2 * loops);
            assertThat(RealNumbers.first(looped, x))
                    .as("%s, seed %d", recipe, SEED)
                    .containsExactly(RealNumbers.first(quantizer.quantize(floats), x), Offset.offset(1e-6f));
        }
    }

    @Test
    void fewStepsAndOtherNetworksStayAsTheyAre() {
        Graph few = Converter.convert(
                Model.sequential().input(6, FEATURES).add(LSTM.of(8)).build(3));

        assertThat(StepsAsLoop.apply(few)).isSameAs(few);
        assertThat(Quantizer.of(Recipe.named("none")).withLoops().run(few).notes())
                .anyMatch(note -> note.startsWith("no recurrent layer became a loop"));
    }

    private static float[] numbers(int steps) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] x = new float[EXAMPLES * steps * FEATURES];
        for (int place = 0; place < x.length; place++) {
            boolean isPadding = place % (steps * FEATURES) >= (steps - PADDING) * FEATURES;
            x[place] = isPadding ? 0 : (float) random.nextDouble(-1, 1);
        }
        return x;
    }
}
