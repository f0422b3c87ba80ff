// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.data.OpenedDataset;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.TargetRecipes;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.search.SearchException;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.NumbersResult.JudgedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers for each layer within a budget, by agreement with the float model. */
class NumbersSearchTest {
    private static final int EXAMPLES = 200;

    private static final NumbersSearch.Listener SILENT = new NumbersSearch.Listener() {
        @Override
        public void note(String what) {}

        @Override
        public void trying(String what) {}

        @Override
        public void step(Step step) {}
    };

    private static NumbersSearch.Request request(
            TinyNetworks network, String budget, Objective objective, boolean integersOnly) {
        return request(
                network,
                budget,
                objective,
                integersOnly,
                integersOnly ? Recipe::withStrict : UnaryOperator.identity(),
                found -> List.of());
    }

    private static NumbersSearch.Request request(TinyNetworks network, String budget, Target target) {
        TargetRecipes targets = TargetRecipes.of(List.of(target));
        return request(network, budget, Objective.SIZE, false, targets::fitted, targets::objections);
    }

    private static NumbersSearch.Request request(
            TinyNetworks network,
            String budget,
            Objective objective,
            boolean integersOnly,
            UnaryOperator<Recipe> refined,
            Function<Graph, List<String>> objections) {
        return request(network, Budget.parse(budget), objective, integersOnly, refined, objections);
    }

    private static NumbersSearch.Request request(
            TinyNetworks network,
            Budget budget,
            Objective objective,
            boolean integersOnly,
            UnaryOperator<Recipe> refined,
            Function<Graph, List<String>> objections) {
        Graph graph = network.graph();
        Dataset examples = network.examples(EXAMPLES);
        TfliteModel model = TfliteModel.of("the model", graph);
        Map<String, Task> tasks = new LinkedHashMap<>();
        graph.outputNames()
                .forEach(output ->
                        tasks.put(output, Task.of(Evaluation.output(model, output), Task.Choice.NONE, examples)));
        RepresentativeData calibration = Calibrator.of(examples.sample(50));
        OpenedDataset opened = new OpenedDataset.Single(
                examples, new OpenedDataset.Origin("examples", "a random generator", Map.of()));
        return new NumbersSearch.Request(
                graph,
                Examples.of(opened, EXAMPLES),
                new Tasks(tasks, Map.of()),
                false,
                Optional.of(calibration),
                budget,
                objective,
                refined,
                objections,
                integersOnly,
                false,
                (found, recipe) -> found,
                GraphWriter.size(graph),
                Optional.empty(),
                InterpreterOptions.DEFAULTS,
                SILENT);
    }

    @ParameterizedTest
    @EnumSource
    void theFileKeepsTheBudgetCostsNoMoreThanOneFormForAllAndComesAgainFromItsRecipe(TinyNetworks network) {
        NumbersSearch.Request request = request(network, "20pt", Objective.SIZE, false);

        NumbersResult found = NumbersSearch.run(request);

        JudgedFile chosen = found.chosen();
        assertThat(request.budget().holds(chosen.selection())).isTrue();
        found.files().stream()
                .filter(file -> request.budget().holds(file.selection()))
                .forEach(file -> assertThat(chosen.bytes()).isLessThanOrEqualTo(file.bytes()));
        assertThat(chosen.bytes()).isEqualTo(GraphWriter.size(found.graph()));
        Graph again = Quantizer.of(Recipe.parse(found.recipe().toYaml()))
                .withCalibration(request.calibration().orElseThrow())
                .quantize(request.original());
        assertThat(GraphWriter.toBytes(again)).isEqualTo(GraphWriter.toBytes(found.graph()));
        assertThat(chosen.test().first().examples()).isEqualTo(EXAMPLES / 2);
    }

    @Test
    void aNarrowBudgetProtectsLayersInFloat() {
        NumbersResult found = NumbersSearch.run(request(TinyNetworks.RESIDUAL, "0pt", Objective.SIZE, false));

        assertThat(found.chosen().selection().first().agreement()).isEqualTo(1);
        assertThat(found.chosen().bytes()).isLessThan(found.files().get(0).bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBudgetThatNothingKeepsSaysTheBestAndWhatItLacksAlsoIfARuntimeMakesRecipesStrict(boolean asked) {
        NumbersSearch.Request request =
                request(TinyNetworks.SOUND, "0pt", Objective.SIZE, asked, Recipe::withStrict, found -> List.of());

        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> NumbersSearch.run(request))
                .withMessageContainingAll(
                        "no file keeps the budget of 0pt",
                        "the best has",
                        "by the recipe 'int8",
                        "or let layers stay in float");
    }

    @Test
    void aKernelOfSeveralStepsIsOneLayerAndADenseLayerIsCalledByItsName() {
        Graph graph = TinyNetworks.RECURRENT.graph();

        List<Layer> layers = Layer.of(graph, Sensitivity.optimized(graph));

        assertThat(layers)
                .extracting(Layer::title)
                .containsExactly("steps/kernel", "steps/recurrent_kernel", "dense", "head");
        assertThat(layers).extracting(Layer::name).endsWith("head/kernel");
    }

    @Test
    void whoWantsToBeSureGetsAFileWhoseLossIsWithinTheBudgetByItsStandardErrorsToo() {
        Budget sure = Budget.parse("20pt").withConfidence(0.99);
        NumbersResult measured = NumbersSearch.run(request(TinyNetworks.RESIDUAL, "20pt", Objective.SIZE, false));

        NumbersResult found = NumbersSearch.run(request(
                TinyNetworks.RESIDUAL, sure, Objective.SIZE, false, UnaryOperator.identity(), graph -> List.of()));

        OutputFigures figures = found.chosen().selection().first();
        double error = Math.sqrt(Math.max(1, figures.loss() * figures.examples())) / figures.examples();
        assertThat(figures.spread()).hasValueCloseTo(error, within(1e-9));
        assertThat(figures.loss() + 2.32 * error).isLessThanOrEqualTo(0.2);
        assertThat(found.chosen().cost())
                .isGreaterThanOrEqualTo(measured.chosen().cost());
    }

    private static boolean hasInt4(Graph graph) {
        return graph.main().tensors().stream().anyMatch(tensor -> tensor.type() == TensorType.INT4);
    }

    private static boolean hasOnlyFloats(Graph graph) {
        return graph.main().tensors().stream()
                .noneMatch(tensor -> tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT4);
    }

    @Test
    void whatARuntimeRefusesIsNotChosen() {
        NumbersResult desktop = NumbersSearch.run(request(TinyNetworks.SEQUENTIAL, "90pt", Objective.SIZE, true));
        NumbersResult accelerator =
                NumbersSearch.run(request(TinyNetworks.SEQUENTIAL, "90pt", Target.INT8_ACCELERATOR));
        NumbersResult floats = NumbersSearch.run(request(
                TinyNetworks.SEQUENTIAL,
                "90pt",
                Objective.SIZE,
                false,
                UnaryOperator.identity(),
                graph -> hasOnlyFloats(graph) ? List.of() : List.of("takes floats only")));

        assertThat(hasInt4(desktop.graph())).isTrue();
        assertThat(hasInt4(accelerator.graph())).isFalse();
        assertThat(floats.recipe().method()).isEqualTo(Method.FLOAT16);
    }

    @Test
    void forFlashLayersAreInt8OrFloatAsTheCExportTakesThem() {
        NumbersResult found = NumbersSearch.run(request(TinyNetworks.SEQUENTIAL, "90pt", Objective.FLASH, false));

        assertThat(hasInt4(found.graph())).isFalse();
        assertThat(found.steps()).allMatch(step -> step.cost() >= 0);
        assertThat(found.chosen().cost()).isLessThan(found.files().get(0).cost());
    }

    @Test
    void aRecipeNamesNoLayersThatStayAsTheyAreWithoutIt() {
        NumbersResult found = NumbersSearch.run(request(TinyNetworks.RESIDUAL, "0pt", Objective.SIZE, false));

        found.recipe().rules().forEach(rule -> {
            List<Rule> others = found.recipe().rules().stream()
                    .filter(other -> !other.equals(rule))
                    .toList();
            Recipe without = new Recipe(
                    found.recipe().method(),
                    found.recipe().weights(),
                    found.recipe().integers(),
                    found.recipe().improvements(),
                    found.recipe().sparse(),
                    others);
            Graph other = Quantizer.of(without)
                    .withCalibration(Calibrator.of(
                            TinyNetworks.RESIDUAL.examples(EXAMPLES).sample(50)))
                    .quantize(TinyNetworks.RESIDUAL.graph());
            assertThat(other).as(rule.toString()).isNotEqualTo(found.graph());
        });
    }

    @Test
    void theQuickestFileMayBeLargerThanTheSmallest() {
        NumbersResult quick = NumbersSearch.run(request(TinyNetworks.SEQUENTIAL, "30pt", Objective.LATENCY, false));
        NumbersResult small = NumbersSearch.run(request(TinyNetworks.SEQUENTIAL, "30pt", Objective.SIZE, false));

        assertThat(small.chosen().bytes()).isLessThanOrEqualTo(quick.chosen().bytes());
        assertThat(quick.chosen().cost()).isLessThan(quick.files().get(0).cost());
    }
}
