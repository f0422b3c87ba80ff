// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.JsonTree;
import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.Scores;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Guess;
import io.espalier.lite.Graph;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Tells how good a model is on a data set. */
final class EvaluateCommand extends Subcommand {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, InputModel.FORMS);
    private final KerasInput input = new KerasInput(arguments());
    private final OutputOption output = new OutputOption(arguments());
    private final TaskOptions task = new TaskOptions(arguments());
    private final DataOptions data = new DataOptions(arguments(), DataArgument.LABELLED_FORMS);
    private final Argument<Integer> threads = arguments().threads("Number of threads (default: all processors).");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    EvaluateCommand() {
        super("evaluate model.tflite --data mnist", "evaluate model.keras --data photos/test --scale -1..1");
    }

    @Override
    public Integer call() throws IOException {
        UsageException.requireThreads(threads.get());
        StoredModel<Model> keras;
        Optional<KerasTraining> trained;
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            input.refuseOthers(file);
            if (file.is(Graph.class)) {
                return evaluateTflite(file);
            }
            TrainingPart.require();
            keras = input.read(file, terminal()).as(Model.class).orElseThrow();
            trained = KerasFiles.compiled(file.source());
        }
        return evaluateKeras(keras.content(), keras.provenance(), trained);
    }

    private int evaluateKeras(Model keras, Optional<Provenance> origin, Optional<KerasTraining> trained) {
        ModelShapes shapes = ModelShapes.of(keras);
        Judged judged = open(shapes, origin, name -> ModelOutput.of(keras, name, trained));
        shapes.requireInput(model.get().toString(), judged.examples());
        long start = System.nanoTime();
        // Where one is judged, the others need not be computed.
        Model asked = judged.outputs().size() == 1
                ? keras.withOutput(judged.outputs().get(0).name())
                : keras;
        Map<String, Tensor> answers;
        try (Evaluator evaluator = Evaluator.of(asked, threads.get())) {
            answers = evaluator.predictAll(judged.examples());
        }
        Map<String, Scores> scores = new LinkedHashMap<>();
        judged.tasks().byOutput().forEach((output, what) -> {
            float[] numbers =
                    Objects.requireNonNull(answers.get(output), output).toArray();
            scores.put(output, what.scores(Predictions.of(what.outputs(), numbers), judged.labelled(output)));
        });
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        say(judged, scores, seconds);
        next("convert", model.get(), "-o", OutputFile.proposal(model.get(), ".tflite"), "--quantize", "dynamic");
        return ExitCode.DONE;
    }

    private int evaluateTflite(InputModel file) throws IOException {
        Terminal terminal = terminal();
        if (file.isTflite()) {
            terminal.reads(model.get());
        } else {
            input.read(file, terminal);
        }
        TfliteModel lite = file.runnable();
        Graph graph = lite.graph();
        Judged judged = open(ModelShapes.of(graph), file.provenance(), name -> Evaluation.output(lite, name));
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withThreads(threads.get());
        Map<String, Scores> scores = new LinkedHashMap<>();
        double seconds = 0;
        for (Map.Entry<String, Evaluation> found : Evaluation.run(
                        lite, judged.tasks(), judged.examples(), options, terminal.samples())
                .entrySet()) {
            scores.put(found.getKey(), found.getValue().scores());
            seconds = found.getValue().time().toNanos() / NANOS_PER_SECOND;
        }
        say(judged, scores, seconds);
        next("benchmark", model.get());
        return ExitCode.DONE;
    }

    private void next(Object... words) {
        if (!json.get()) {
            terminal().next(words);
        }
    }

    /** Examples, the outputs that are judged on them, and what these are for. */
    private record Judged(Dataset examples, List<Output> outputs, Tasks tasks, boolean areOfSeveral) {
        Dataset labelled(String output) {
            return tasks.labelOf(output, examples);
        }

        /** @param seconds of the pass over the examples */
        List<Result> results(Map<String, Scores> scores, double seconds) {
            return outputs.stream()
                    .map(output -> new Result(
                            examples.name(),
                            output,
                            areOfSeveral,
                            Objects.requireNonNull(scores.get(output.name())),
                            seconds))
                    .toList();
        }
    }

    /** How good an output is. */
    private record Result(String dataset, Output output, boolean isOneOfSeveral, Scores scores, double seconds) {}

    private Judged open(ModelShapes shapes, Optional<Provenance> origin, Function<String, Task.Output> known) {
        Terminal terminal = terminal();
        Dataset examples = data.open(shapes, origin, terminal).forEvaluation();
        List<Output> labelled = output.labelled(shapes, examples, terminal);
        if (!labelled.isEmpty()) {
            return judged(labelled, examples, known, true);
        }
        Output judged = output.choose(shapes, examples, terminal)
                .orElseThrow(() -> UsageException.adding(
                        "the model has several outputs; --output NAME says which is judged: "
                                + OutputOption.listed(shapes.outputs()),
                        "--output",
                        shapes.outputs().get(0).name()));
        return judged(List.of(judged), examples, known, shapes.outputs().size() > 1);
    }

    private Judged judged(
            List<Output> outputs, Dataset examples, Function<String, Task.Output> known, boolean areOfSeveral) {
        ModelShapes.requireLabels(examples);
        Tasks tasks = task.tasks(outputs, known, examples);
        terminal().done("Task", tasks.describe());
        tasks.byOutput()
                .forEach((output, what) ->
                        what.remark(tasks.labelOf(output, examples)).ifPresent(terminal()::note));
        return new Judged(examples, outputs, tasks, areOfSeveral);
    }

    private void say(Judged judged, Map<String, Scores> scores, double seconds) {
        say(judged.results(scores, seconds));
        scores.forEach((output, found) -> Guess.of(found.task(), judged.labelled(output))
                .flatMap(guess -> guess.note(
                        model.get() + (scores.size() == 1 ? "" : " at " + output), found.main(), found.examples()))
                .ifPresent(terminal()::note));
    }

    private void say(List<Result> results) {
        if (results.size() == 1) {
            say(results.get(0));
        } else if (json.get()) {
            ObjectNode answer = new JsonMapper().createObjectNode();
            ArrayNode outputs = answer.putArray("outputs");
            results.forEach(result -> outputs.add(tree(result)));
            out().println(JsonTree.indented(answer));
        } else {
            results.forEach(result -> {
                out().print(result.output().name() + ": ");
                say(result);
            });
        }
    }

    private ObjectNode tree(Result result) {
        Scores scores = result.scores();
        ObjectNode answer = new JsonMapper().createObjectNode();
        answer.put("model", model.get().toString());
        answer.put("dataset", result.dataset());
        if (result.isOneOfSeveral()) {
            answer.put("output", result.output().name());
        }
        answer.put("task", scores.task().kind().key());
        answer.put("metric", scores.task().metric().key());
        answer.put("examples", scores.examples());
        correct(scores).ifPresent(correct -> answer.put("correct", correct));
        scores.values().forEach((metric, value) -> answer.put(metric.key(), value));
        answer.put("seconds", result.seconds());
        return answer;
    }

    private void say(Result result) {
        Scores scores = result.scores();
        PrintWriter out = out();
        if (json.get()) {
            out.println(JsonTree.indented(tree(result)));
        } else {
            StringBuilder line = new StringBuilder(scores.text());
            scores.values().forEach((metric, value) -> {
                if (metric != scores.task().metric()) {
                    line.append(", ").append(metric.label()).append(' ').append(metric.format(value));
                }
            });
            String count = correct(scores)
                    .map(correct -> String.format(Locale.US, "%,d of ", correct))
                    .orElse("");
            out.printf(
                    Locale.US,
                    "%s  (%s%,d %s of %s, in %.2f s)%n",
                    line,
                    count,
                    scores.examples(),
                    scores.examples() == 1 ? "example" : "examples",
                    result.dataset(),
                    result.seconds());
        }
    }

    /** How many examples are answered right, where each has one answer. */
    private static Optional<Long> correct(Scores scores) {
        boolean single = scores.task().kind() == Kind.CLASSES || scores.task().kind() == Kind.BINARY;
        return Optional.ofNullable(scores.values().get(Metric.ACCURACY))
                .filter(accuracy -> single && scores.task().metric() == Metric.ACCURACY)
                .map(accuracy -> Math.round(accuracy * scores.examples()));
    }
}
