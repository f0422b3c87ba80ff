// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.consumers.Consumer.Answer;
import io.espalier.consumers.Consumer.Outputs;
import io.espalier.consumers.Consumer.Refusal;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.TargetRecipes;
import io.espalier.lite.targets.Verdict;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares what a table says of a runtime with what the runtime does.
 *
 * @param target whose table it is
 * @param tolerance between its outputs and those of TFLite
 */
record Verdicts(Target target, Consumer consumer, double tolerance) {

    private static final List<Recipe> RECIPES = Stream.of(
                    "none", "float16", "dynamic", "weight_only_int8", "weight_only_int4", "int8", "int16x8")
            .map(Recipe::named)
            .toList();

    /**
     * Checks all networks in all forms: those of the recipes, and those that Espalier would make for this runtime.
     *
     * @param isSafe whether a graph may be given to the runtime: none that is known to end its process
     */
    void checkAll(Predicate<Graph> isSafe) {
        Set<Recipe> recipes = new LinkedHashSet<>(RECIPES);
        recipes.addAll(TargetRecipes.of(List.of(target)).candidates(true));
        MoreNetworks.all()
                .forEach((name, network) -> recipes.forEach(recipe -> {
                    Graph graph = Networks.quantized(network, recipe);
                    if (isSafe.test(graph)) {
                        check(name + ", " + recipe, graph);
                    }
                }));
    }

    /** Checks the files of MLPerf Tiny: four networks, in float and in int8, as Google's converter wrote them. */
    void checkMlperfTiny(Predicate<Graph> isSafe) throws IOException {
        for (Path file : Assets.files("mlperf_tiny", ".*[.]tflite")) {
            Graph graph = GraphReader.read(file);
            if (isSafe.test(graph)) {
                check(file.getFileName().toString(), graph);
            }
        }
    }

    /** The verdict on a graph is what happens to it. What is said to compute wrong numbers may also be refused. */
    void check(String name, Graph graph) {
        Verdict verdict = target.verdict(graph);
        byte[] file = GraphWriter.toBytes(graph);
        List<Values> inputs = List.of(Networks.input(graph));
        Answer answer = consumer.run(file, inputs);
        String found = name + " in " + target.title() + ": the table says it " + verdict.text() + " "
                + target.findings(graph) + ", but it gives ";
        if (verdict == Verdict.REFUSED || (verdict == Verdict.WRONG && answer instanceof Refusal)) {
            assertThat(answer).as(found).isInstanceOf(Refusal.class);
            return;
        }
        assertThat(answer).as(found).isInstanceOf(Outputs.class);
        double difference = answer.values()
                .get(0)
                .differenceFrom(Tflite.XNNPACK.run(file, inputs).values().get(0));
        if (verdict == Verdict.WRONG) {
            assertThat(difference).as(found + "the outputs of TFLite").isGreaterThan(tolerance);
        } else {
            assertThat(difference).as(found + "other outputs than TFLite").isLessThanOrEqualTo(tolerance);
        }
    }
}
