// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.base.RecipeException;
import io.espalier.data.Tasks;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.SearchException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds numbers for each layer: the file that costs least among those that a measured accuracy budget allows. No training.
 *
 * <p>Every file that counts is made by the quantizer, and run in TFLite with its default delegate. Layers are ranked by what they cost alone, measured
 * behind cached float activations; then as many as possible get fewer bits, the most bytes for the least noise first; then the audit tries to take back
 * what is dear.
 */
public final class NumbersSearch {
    private NumbersSearch() {}

    /** Hears what is going on. */
    public interface Listener {
        /** Something that people should know before they trust what comes of it. */
        void note(String what);

        /** What is made and measured now. */
        void trying(String what);

        /** What was decided. */
        void step(Step step);
    }

    /**
     * What is wanted.
     *
     * @param original the float graph as it was read
     * @param tasks of the outputs that are judged
     * @param labelled whether the examples have labels
     * @param calibration what ranges of integer activations come from; empty to leave activations in float
     * @param refined makes a recipe what runtimes and options ask for; throws if it cannot
     * @param objections what the runtimes that the file is for have against a graph
     * @param integersOnly whether no operator may stay in float
     * @param loops whether recurrent layers are written as loops
     * @param written what a graph made by a recipe is once it is written, with what files tell of themselves
     * @param floatBytes of the float file
     * @param hessian ranks layers by how the loss bends in place of measured noise, if it is there
     */
    public record Request(
            Graph original,
            Examples examples,
            Tasks tasks,
            boolean labelled,
            Optional<RepresentativeData> calibration,
            Budget budget,
            Objective objective,
            UnaryOperator<Recipe> refined,
            Function<Graph, List<String>> objections,
            boolean integersOnly,
            boolean loops,
            BiFunction<Graph, Recipe, Graph> written,
            long floatBytes,
            Optional<Curvature.Source> hessian,
            InterpreterOptions options,
            Listener listener) {
        /** What a graph made by a recipe costs. */
        long cost(Graph graph, Recipe recipe) {
            return objective == Objective.SIZE ? bytes(graph, recipe) : objective.cost(graph);
        }

        /** The bytes of the file that it becomes. */
        long bytes(Graph graph, Recipe recipe) {
            return GraphWriter.size(written.apply(graph, recipe));
        }
    }

    /**
     * Searches.
     *
     * @throws SearchException if nothing keeps the budget: the message says the best that was found and what it lacks
     */
    public static NumbersResult run(Request request) {
        Graph optimized = Sensitivity.optimized(request.original());
        List<Layer> layers = Layer.of(request.original(), optimized);
        Workbench bench = new Workbench(request);
        Judgement floats = bench.floats();
        floats.outputs().values().forEach(request.budget()::check);
        request.budget().remark(floats).ifPresent(request.listener()::note);
        if (request.labelled()) {
            floats.guesses(
                            "the float model",
                            request.tasks(),
                            request.examples().selection())
                    .forEach(request.listener()::note);
        }
        FamilySearch families = new FamilySearch(request, bench, layers, curvature(request, layers));
        return families.best()
                .map(chosen -> NumbersResult.of(
                        request, bench, layers, optimized, bench.plainest(chosen, layers), plainOf(request, bench)))
                .orElseThrow(() -> nothing(request, families.nearest(), floats));
    }

    private static Optional<Curvature> curvature(Request request, List<Layer> layers) {
        if (request.hessian().isEmpty()) {
            return Optional.empty();
        }
        request.listener().trying("how the loss bends along each of " + layers.size() + " layers");
        Curvature found = Curvature.of(
                request.hessian().get(),
                request.original(),
                layers,
                request.options().threads(),
                ProgressListener.NONE);
        List<String> without = found.without(layers);
        if (!without.isEmpty()) {
            throw SearchException.badUse(
                    "the Hessian ranks layers that come from a layer of Keras with a kernel that the loss"
                            + " depends on; these do not: " + String.join(", ", without) + "; rank by noise");
        }
        found.remark(layers).ifPresent(request.listener()::note);
        return Optional.of(found);
    }

    /** What people would write without a search, to compare with. */
    private static Optional<Trial> plainOf(Request request, Workbench bench) {
        Method method = request.calibration().isPresent() ? Method.INT8 : Method.DYNAMIC;
        try {
            return bench.trial(
                    "plain " + method.id(), Choice.all(request.refined().apply(Recipe.of(method))));
        } catch (RecipeException e) {
            return Optional.empty();
        }
    }

    private static SearchException nothing(Request request, Optional<Trial> nearest, Judgement floats) {
        return SearchException.failed(
                "no file keeps the budget of " + request.budget() + " below " + floats.text() + " in float"
                        + nearest.map(trial -> String.format(
                                        Locale.US,
                                        "; the best has %s (%s, %,d %s), by the recipe '%s'. Give a larger budget"
                                                + (request.budget().errors() > 0
                                                        ? ", more examples, or less confidence"
                                                        : "")
                                                + (FamilySearch.isStrict(
                                                                trial.choice().base())
                                                        ? ", or let layers stay in float, which the recipe and some runtimes forbid"
                                                        : ""),
                                        trial.judgement().text(),
                                        trial.judgement().first().lossWithError(),
                                        trial.cost(),
                                        request.objective().unit(),
                                        trial.choice().recipe()))
                                .orElse(
                                        ": no file could be made at all, as the runtimes that it is for refuse each; -v shows why"));
    }
}
