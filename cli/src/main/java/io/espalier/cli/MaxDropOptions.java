// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.data.OpenedDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.recipe.Recipe;
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
import io.espalier.search.bits.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Options that have quantize find numbers for each layer within an accuracy budget. */
final class MaxDropOptions {
    static final String NAME = "--max-drop";

    private static final int FEW = 100;

    private final Argument<String> budget;
    private final Argument<String> data;
    private final Argument<String> objective;
    private final RankingOption ranking;
    private final ConfidenceOption confidence;
    private final Argument<Integer> examples;
    private final Argument<Path> recipeOut;
    private final OutputOption output;
    private final TaskOptions task;

    MaxDropOptions(Arguments arguments) {
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
        objective = arguments.option(
                String.class,
                Arguments.named(
                                "--objective",
                                "NAME",
                                "With --max-drop, what is made small: ${COMPLETION-CANDIDATES} (default: size).")
                        .completionCandidates(Objective.keys()));
        ranking = new RankingOption(arguments);
        confidence = new ConfidenceOption(arguments);
        examples = arguments.option(
                int.class,
                Arguments.named(
                                "--examples",
                                "N",
                                "With --max-drop, how many examples decide at most, spread evenly (default: ${DEFAULT-VALUE}).")
                        .defaultValue("2000"));
        recipeOut = arguments.option(
                Path.class,
                Arguments.named(
                        "--save-recipe", "FILE", "With --max-drop, write the recipe that was found to a .yaml file."));
        output = new OutputOption(arguments, "--judged");
        task = new TaskOptions(arguments);
    }

    /** Whether a search is asked for. */
    boolean given() {
        return budget.orNull() != null;
    }

    /** What the examples come from. */
    String data() {
        @Nullable String named = data.orNull();
        if (named == null) {
            throw UsageException.adding(
                    NAME + " measures each file on data: add --data DATA, best with labels",
                    "--data",
                    DataArgument.LABEL);
        }
        return named;
    }

    /**
     * Makes sure that the options go together.
     *
     * @param recipe that was named, with its option, if any
     */
    void check(Optional<String> recipe, boolean force) throws IOException {
        if (!given()) {
            List<String> idle =
                    Argument.given(data, objective, ranking.argument(), confidence.argument(), examples, recipeOut);
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
        objective();
        byHessian();
        data();
        @Nullable Path file = recipeOut.orNull();
        if (file != null && !RecipeKind.isFile(file.toString())) {
            throw UsageException.replacing(
                    file + ": a recipe is a .yaml file", file, OutputFile.suggestion(file, ".yaml"));
        }
        if (file != null) {
            OutputFile.claim(file, ".yaml", force);
        }
    }

    private Budget budget() {
        try {
            return confidence.in(Budget.parse(String.valueOf(budget.orNull())));
        } catch (SearchException e) {
            throw new UsageException(NAME + ": " + e.getMessage());
        }
    }

    private Objective objective() {
        @Nullable String named = objective.orNull();
        return named == null
                ? Objective.SIZE
                : Objective.named(named)
                        .orElseThrow(() -> new UsageException(
                                "--objective " + named + ": must be one of " + String.join(", ", Objective.keys())));
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
    NumbersResult search(Subject subject, QuantizationOptions options, TargetOptions targets, Terminal terminal) {
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
            terminal.note("only " + parts.selection().size()
                    + " examples decide, which tell little of a small loss; give some hundred");
        }
        confidence.say(judged, terminal);
        Optional<TargetRecipes> named = targets.recipes();
        NumbersSearch.Request request = new NumbersSearch.Request(
                graph,
                parts,
                judged.tasks(),
                judged.labelled(),
                Optional.of(options.representative(subject.file(), graph, bytes, terminal)),
                budget(),
                objective(),
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
                new Progress(terminal));
        try {
            return NumbersSearch.run(request);
        } catch (QuantizationException e) {
            throw new QuantizationException(subject.file() + ": " + e.getMessage());
        }
    }

    /**
     * Writes the recipe, if that was asked for, and says how to use it.
     *
     * @param words of the command that takes it, up to the recipe
     */
    void writeRecipe(Recipe recipe, List<Object> words, QuantizationOptions options, Terminal terminal)
            throws IOException {
        @Nullable Path file = recipeOut.orNull();
        if (file != null) {
            AtomicFile.write(file, recipe.toYaml().getBytes(StandardCharsets.UTF_8));
            terminal.done("Wrote", file + " (the recipe)");
            List<Object> use = new ArrayList<>(words);
            use.add(file);
            use.addAll(recipe.takesSamples() ? options.sampleWords() : List.of());
            terminal.done("Again", ShellCommand.espalier(use.toArray()));
        }
    }

    /** Says so if the chosen file breaks the budget on the examples that decided nothing. */
    void noteTest(NumbersResult result, Terminal terminal) {
        if (!budget().withConfidence(ConfidenceOption.AS_MEASURED)
                .holds(result.chosen().test())) {
            terminal.note(
                    "on the test part the file loses more than " + budget()
                            + ": the examples that decided were too few to tell; give more of them with --examples, a greater --confidence, or a smaller budget");
        }
    }

    /**
     * The result for people.
     *
     * @param latency of the chosen file and of the float one, where it was measured
     */
    String text(NumbersResult result, Optional<LatencyReport> latency, OptionalInt width) {
        return NumbersText.tables(result, objective(), latency.map(LatencyReport::check), width);
    }

    /** The result for programs. */
    ObjectNode toJson(NumbersResult result) {
        return NumbersText.json(result, budget(), objective()).put("confidence", confidence.share());
    }

    /** Says what is tried: one line that changes on a terminal, each decision for those who ask for details. */
    private record Progress(Terminal terminal) implements NumbersSearch.Listener {
        private static final int WIDTH = 76;

        @Override
        public void trying(String what) {
            if (terminal.interactive()) {
                String line = what.length() > WIDTH ? what.substring(0, WIDTH - 3) + "..." : what;
                terminal.err().printf(Locale.US, "\r%-" + WIDTH + "s\r", line);
            }
        }

        @Override
        public void step(Step step) {
            terminal.detail(step.kept() ? "Kept" : "Dropped", () -> NumbersText.line(step));
        }
    }
}
