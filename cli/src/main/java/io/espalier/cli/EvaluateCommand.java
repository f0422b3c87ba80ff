// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.JsonTree;
import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Accuracy;
import io.espalier.lite.Graph;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Tells how accurate a model is on a data set. */
final class EvaluateCommand extends Subcommand {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Argument<Path> model =
            arguments().parameter(Path.class, InputModel.LABEL, "A Keras model (.keras, .h5) or a .tflite file.");
    private final KerasInput input = new KerasInput(arguments());
    private final OutputOption output = new OutputOption(arguments());
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
        try (InputModel file = InputModel.open(model.get())) {
            if (file.is(Graph.class)) {
                return evaluateTflite(file);
            }
            TrainingPart.require();
            keras = input.read(file, terminal());
        }
        return evaluateKeras(keras.content(), keras.provenance());
    }

    private int evaluateKeras(Model keras, Optional<Provenance> origin) {
        Judged judged = open(ModelShapes.of(keras), origin);
        Dataset test = judged.examples();
        long start = System.nanoTime();
        try (Evaluator evaluator = Evaluator.of(keras.withOutput(judged.output().name()), threads.get())) {
            Tensor outputs = evaluator.predict(test);
            Accuracy accuracy = Predictions.of(judged.output().elements(), outputs.toArray())
                    .accuracy(test);
            int done = say(judged, accuracy, (System.nanoTime() - start) / NANOS_PER_SECOND);
            next("convert", model.get(), "-o", OutputFile.suggestion(model.get(), ".tflite"), "--quantize", "dynamic");
            return done;
        }
    }

    private int evaluateTflite(InputModel file) throws IOException {
        input.refuseFor(model.get());
        Terminal terminal = terminal();
        terminal.reads(model.get());
        TfliteModel lite = file.runnable();
        Graph graph = lite.graph();
        Judged judged = open(ModelShapes.of(graph), graph.provenance());
        Evaluation evaluation = Evaluation.run(
                lite,
                judged.output().name(),
                judged.examples(),
                InterpreterOptions.DEFAULTS.withThreads(threads.get()),
                terminal.samples());
        int done = say(judged, evaluation.accuracy(), evaluation.time().toNanos() / NANOS_PER_SECOND);
        next("benchmark", model.get());
        return done;
    }

    private void next(Object... words) {
        if (!json.get()) {
            terminal().next(words);
        }
    }

    /** Examples, and the output whose accuracy is counted on them. */
    private record Judged(Dataset examples, Output output, boolean isOneOfSeveral) {}

    private Judged open(ModelShapes shapes, Optional<Provenance> origin) {
        Terminal terminal = terminal();
        Dataset examples = data.open(shapes, origin, terminal).forEvaluation();
        Output judged = output.choose(shapes, examples, terminal)
                .orElseThrow(() -> UsageException.adding(
                        "the model has several outputs; --output NAME says whose accuracy is counted: "
                                + OutputOption.listed(shapes.outputs()),
                        "--output",
                        shapes.outputs().get(0).name()));
        shapes.with(judged).compareClasses(examples).ifPresent(terminal::note);
        return new Judged(examples, judged, shapes.outputs().size() > 1);
    }

    private int say(Judged judged, Accuracy accuracy, double seconds) {
        Dataset test = judged.examples();
        PrintWriter out = out();
        if (json.get()) {
            ObjectNode answer = new JsonMapper().createObjectNode();
            answer.put("model", model.get().toString());
            answer.put("dataset", test.name());
            if (judged.isOneOfSeveral()) {
                answer.put("output", judged.output().name());
            }
            answer.put("examples", accuracy.total());
            answer.put("correct", accuracy.correct());
            answer.put("accuracy", accuracy.value());
            answer.put("seconds", seconds);
            out.println(JsonTree.indented(answer));
        } else {
            out.printf(
                    Locale.US,
                    "accuracy %.4f  (%,d of %,d examples of %s, in %.2f s)%n",
                    accuracy.value(),
                    accuracy.correct(),
                    accuracy.total(),
                    test.name(),
                    seconds);
        }
        return ExitCode.DONE;
    }
}
