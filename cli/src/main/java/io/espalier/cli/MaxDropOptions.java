// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.OpenedDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.targets.TargetRecipes;
import io.espalier.model.Model;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.SearchException;
import io.espalier.search.bits.Budget;
import io.espalier.search.bits.Curvature;
import io.espalier.search.bits.Examples;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.NumbersSearch;
import io.espalier.search.bits.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options that have quantize find numbers for each layer within an accuracy budget. */
final class MaxDropOptions {
    static final String NAME = "--max-drop";

    private static final int FEW = 100;

    private final Argument<String> budget;
    private final Argument<String> data;
    private final Choice<Objective> objective;
    private final RankingOption ranking;
    private final ConfidenceOption confidence;
    private final Argument<Integer> examples;
    private final SaveRecipeOption saved;
    private final OutputOption output;
    private final TaskOptions task;
    private final Set<String> own;

    MaxDropOptions(Arguments arguments) {
        Set<String> others = arguments.names();
        budget = arguments.option(
                String.class,
                Arguments.named(
                        NAME,
                        "BUDGET",
                        "Find numbers for each layer: the smallest file that is at most so much worse than the float model on --data,"
                                + " such as 0.5pt (percentage points of accuracy); of an error, 2%% of it, or a number in its unit."));
        data = arguments.option(
                String.class,
                Arguments.named("--data", DataArgument.LABEL, "With --max-drop: " + DataArgument.FORMS)
                        .completionCandidates(DataArgument.names()));
        objective = new Choice<>(
                arguments,
                "--objective",
                "NAME",
                "With --max-drop, what is made small: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
                Objective.values(),
                Objective.SIZE);
        ranking = new RankingOption(arguments);
        confidence = new ConfidenceOption(arguments);
        examples = arguments.option(
                int.class,
                Arguments.named(
                                "--examples",
                                "N",
                                "With --max-drop, how many examples decide at most, spread evenly (default: ${DEFAULT-VALUE}).")
                        .defaultValue("2000"));
        saved = new SaveRecipeOption(arguments);
        output = new OutputOption(arguments, "--judged");
        task = new TaskOptions(arguments);
        own = arguments.names();
        own.removeAll(others);
    }

    /** Whether a search is asked for. */
    boolean given() {
        return budget.orNull() != null;
    }

    /** What the examples come from. */
    String data() {
        @Nullable String named = data.orNull();
        if (named == null) {
            throw new UsageException(NAME + " measures each file on data: add --data DATA, best with labels");
        }
        return named;
    }

    /**
     * Makes sure that the options go together.
     *
     * @param recipe that was named, with its option, if any
     * @param targets that the file is for
     */
    void check(Optional<String> recipe, TargetOptions targets, boolean force) throws IOException {
        if (!given()) {
            List<String> idle = Argument.given(
                    data, objective.argument(), ranking.argument(), confidence.argument(), examples, saved.argument());
            if (!idle.isEmpty()) {
                throw new UsageException(
                        String.join(", ", idle) + (idle.size() == 1 ? " goes" : " go") + " with " + NAME);
            }
            return;
        }
        if (recipe.isPresent()) {
            throw new UsageException(
                    NAME + " finds a recipe, so " + recipe.get() + " contradicts it; give one of them");
        }
        UsageException.requireOneOrMore("--examples", examples.get());
        budget();
        targets.check(objective.get());
        byHessian();
        data();
        saved.check(force);
    }

    private Budget budget() {
        try {
            return confidence.in(Budget.parse(String.valueOf(budget.orNull())));
        } catch (SearchException e) {
            throw new UsageException(NAME + ": " + e.getMessage());
        }
    }

    /** Whether layers are ordered by how the loss bends. */
    boolean byHessian() {
        return ranking.byHessian();
    }

    /**
     * What is searched for.
     *
     * @param graph what is quantized
     * @param layers the model that the graph was made of, if it is one of layers
     * @param floatBytes of the file in float
     */
    record Subject(Graph graph, Optional<Model> layers, long floatBytes, WrittenForm form) {
        private Path file() {
            return form.source().file();
        }
    }

    /** Searches. */
    FoundNumbers search(Subject subject, QuantizationOptions options, TargetOptions targets, Terminal terminal) {
        Graph graph = subject.graph();
        InputScale bytes = options.inputScale(subject.form().source().origin());
        ranking.requireLayers(subject.layers().isPresent(), subject.file());
        OpenedDataset opened = DataArgument.withoutLabels(data(), graph, bytes, options.strict(), terminal);
        options.calibrateWith(opened, subject.file(), graph, terminal);
        JudgedOutputs judged = JudgedOutputs.of(graph, opened.forEvaluation(), output, task, terminal);
        ranking.requireLabels(judged.labelled(), data());
        Examples parts = Examples.of(opened, examples.get());
        terminal.done("Examples", parts.note());
        if (parts.selection().size() < FEW) {
            int few = parts.selection().size();
            terminal.note("only " + few + (few == 1 ? " example decides, which tells" : " examples decide, which tell")
                    + " little of a small loss; give some hundred");
        }
        confidence.say(judged, terminal);
        targets.remark(objective.get()).ifPresent(terminal::note);
        Optional<TargetRecipes> named = targets.recipes();
        NumbersSearch.Request request = new NumbersSearch.Request(
                graph,
                parts,
                judged.tasks(),
                judged.labelled(),
                Optional.of(options.representative(subject.file(), graph, bytes, terminal)),
                budget(),
                objective.get(),
                recipe -> targets.of(options.withFlags(targets.usual(recipe))).first(),
                found -> named.map(runtimes -> runtimes.objections(found)).orElse(List.of()),
                options.strict() || targets.wantIntegers(),
                options.loops(),
                subject.form()::of,
                subject.floatBytes(),
                subject.layers()
                        .filter(layers -> byHessian())
                        .map(layers -> new Curvature.Source(layers, judged.tasks(), parts.selection())),
                InterpreterOptions.DEFAULTS.withThreads(options.threads()),
                new NumbersProgress(terminal));
        try {
            NumbersResult found = NumbersSearch.run(request);
            targets.remark(found.recipe()).ifPresent(terminal::note);
            return new FoundNumbers(found, request.budget(), objective.get(), confidence.share(), saved, own);
        } catch (QuantizationException e) {
            throw new QuantizationException(subject.file() + ": " + e.getMessage());
        }
    }
}
