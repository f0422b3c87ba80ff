// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers one at a time, behind what the float graph computed before them. */
class VariantPassTest {
    private static final int EXAMPLES = 70;

    private static List<Graph> variants(Graph graph, Dataset examples) {
        Quantizer quantizer =
                Quantizer.of(Recipe.named("none")).withRememberedCalibration(Calibrator.of(examples.sample(20)));
        List<Graph> variants = new ArrayList<>();
        for (Layer layer : Layer.of(graph, graph)) {
            for (Form form : List.of(Form.INT8, Form.INT4, Form.PRUNED_70)) {
                variants.add(form.of(graph, layer, quantizer));
            }
        }
        return variants;
    }

    @ParameterizedTest
    @EnumSource
    void theTailAnswersAsTheWholeVariantBitForBitHoweverManyThreadsThereAre(TinyNetworks network) {
        Graph graph = Sensitivity.optimized(network.graph());
        Dataset examples = network.examples(EXAMPLES);
        List<Graph> variants = new ArrayList<>(variants(graph, examples));
        variants.add(graph);
        VariantPass pass = VariantPass.of(graph, examples, InterpreterOptions.DEFAULTS);
        VariantPass many = VariantPass.of(graph, examples, InterpreterOptions.DEFAULTS.withThreads(3));

        List<Map<String, Predictions>> whole = pass.withoutCuts().run(variants, ProgressListener.NONE);

        assertThat(whole).hasSameSizeAs(variants);
        assertAreEqual(pass.run(variants, ProgressListener.NONE), whole);
        assertAreEqual(many.run(variants, ProgressListener.NONE), whole);
        assertAreEqual(many.run(variants.subList(0, 1), ProgressListener.NONE), whole.subList(0, 1));
    }

    private static void assertAreEqual(List<Map<String, Predictions>> cut, List<Map<String, Predictions>> whole) {
        assertThat(cut).hasSameSizeAs(whole);
        for (int index = 0; index < whole.size(); index++) {
            Map<String, Predictions> answers = cut.get(index);
            whole.get(index)
                    .forEach((output, expected) -> assertThat(
                                    Objects.requireNonNull(answers.get(output)).maxDifference(expected))
                            .as(output)
                            .isZero());
        }
    }

    @Test
    void everyVariantIsCountedOnceAndAnInterruptEndsThePass() {
        Graph graph = Sensitivity.optimized(TinyNetworks.SEQUENTIAL.graph());
        Dataset examples = TinyNetworks.SEQUENTIAL.examples(EXAMPLES);
        List<Graph> variants = variants(graph, examples);
        VariantPass pass = VariantPass.of(graph, examples, InterpreterOptions.DEFAULTS.withThreads(2));
        List<Long> counted = new ArrayList<>();

        pass.run(variants, (what, done, total) -> counted.add(done));

        assertThat(counted)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, variants.size()).boxed().toList());
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(EspalierException.Interrupted.class)
                .isThrownBy(() -> pass.run(variants, ProgressListener.NONE));
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECURRENT")
    void onlyWhatLiesBehindTheFirstChangeIsRunAgain(TinyNetworks network) {
        Graph graph = Sensitivity.optimized(network.graph());
        List<Graph> variants = variants(graph, network.examples(EXAMPLES));

        Optional<TailGraph> last = TailGraph.of(graph, variants.get(variants.size() - 1));

        assertThat(last).isPresent();
        assertThat(last.get().graph().main().operators()).hasSizeLessThanOrEqualTo(3);
        assertThat(last.get().crossing()).isNotEmpty();
    }
}
