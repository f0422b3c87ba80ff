// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.Accuracy;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.Tensor;
import io.espalier.model.keras.KerasFiles;
import io.espalier.runtime.Evaluation;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how accurate a model is on a data set. */
@Command(
        name = "evaluate",
        footer = {"evaluate model.tflite --data mnist", "evaluate model.keras --data photos/test --scale -1..1"})
final class EvaluateCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = "A model of Keras (.keras, .h5) or a .tflite file.")
    private Path model;

    @Mixin
    private KerasInput input;

    @Mixin
    private DataOptions data;

    @Option(names = "--threads", paramLabel = "N", description = "Threads (all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        UsageException.requireOneOrMore("--threads", threads);
        return switch (InputFile.typeOf(model)) {
            case KERAS -> evaluateKeras();
            case TFLITE -> evaluateTflite();
        };
    }

    private int evaluateKeras() throws IOException {
        TrainingPart.require();
        Model keras = input.read(model, Terminal.of(spec));
        Dataset test = open(ModelShapes.of(keras), KerasFiles.provenance(model));
        long start = System.nanoTime();
        try (Evaluator evaluator = Evaluator.of(keras, threads)) {
            Tensor outputs = evaluator.predict(test);
            Accuracy accuracy = Predictions.of(outputs.shape().channels(), outputs.toArray())
                    .accuracy(test);
            int done = say(test, accuracy, (System.nanoTime() - start) / NANOS_PER_SECOND);
            next("convert", model, "-o", OutputFile.suggestion(model, ".tflite"), "--quantize", "dynamic");
            return done;
        }
    }

    private int evaluateTflite() throws IOException {
        Terminal terminal = Terminal.of(spec);
        terminal.reads(model);
        Graph graph = GraphReader.read(model);
        Dataset test = open(ModelShapes.of(graph), GraphProvenance.of(graph));
        Evaluation evaluation =
                Evaluation.of(model, test, InterpreterOptions.DEFAULTS.withThreads(threads), terminal.samples());
        int done = say(test, evaluation.accuracy(), evaluation.time().toNanos() / NANOS_PER_SECOND);
        next("benchmark", model);
        return done;
    }

    private void next(Object... words) {
        if (!json) {
            Terminal.of(spec).next(words);
        }
    }

    private Dataset open(ModelShapes shapes, Optional<Provenance> origin) {
        Terminal terminal = Terminal.of(spec);
        Dataset examples = data.open(shapes, origin, terminal).forEvaluation();
        shapes.compareClasses(examples).ifPresent(terminal::note);
        return examples;
    }

    private int say(Dataset test, Accuracy accuracy, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode answer = new JsonMapper().createObjectNode();
            answer.put("model", model.toString());
            answer.put("dataset", test.name());
            answer.put("examples", accuracy.total());
            answer.put("correct", accuracy.correct());
            answer.put("accuracy", accuracy.value());
            answer.put("seconds", seconds);
            out.println(answer.toPrettyString());
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
