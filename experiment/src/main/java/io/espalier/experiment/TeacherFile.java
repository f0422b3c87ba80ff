// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.ProgressListener;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.lite.operator.GraphEnding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.session.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Teachers that are files: those of Keras, {@code .tflite}, or a folder that holds a SavedModel. */
public final class TeacherFile {
    // With a signature, a SavedModel of Keras is read as operators too, and their outputs have the names of the
    // signature.
    private static final ReadOptions AS_OPERATORS =
            new ReadOptions(Optional.empty(), Optional.empty(), Optional.of("serving_default"), List.of(), List.of());

    private TeacherFile() {}

    /**
     * Distillation from a file. What can be wrong with it before it answers is found here.
     *
     * <p>Each output of a .tflite file or a SavedModel that ends in softmax or sigmoid answers with probabilities, quantized or not. What {@link
     * Distillation#from(java.util.function.Function)} says holds for other outputs of a SavedModel: it may compute a softmax in steps of its own.
     *
     * @throws ModelFormatException if it is none of these, or damaged
     * @throws io.espalier.runtime.InterpreterException if it is a damaged .tflite file
     * @throws io.espalier.train.history.TrainingException if it is a SavedModel that data sets cannot be fed to
     * @throws IOException if it cannot be read
     */
    public static Distillation open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw noTeacher(file, "no such file");
        }
        try (ModelSource source = ModelSource.open(file)) {
            ModelFormat<?> format = ModelFormats.of(source).orElseThrow(() -> noTeacher(file, "not a valid teacher"));
            if (format == SavedModelFormat.SAVED_MODEL) {
                return savedModelTeacher(source);
            }
            if (format == TfliteFormat.TFLITE) {
                return liteTeacher(TfliteModel.read(source));
            }
            Object content = format.read(source, ReadOptions.NONE).content();
            if (content instanceof Model model) {
                return Distillation.from(model);
            }
            throw noTeacher(file, "not a valid teacher");
        }
    }

    private static ModelFormatException noTeacher(Path file, String problem) {
        return new ModelFormatException(
                file,
                problem
                        + "; a teacher is a Keras model (.keras, .h5), a .tflite file, or the folder of a SavedModel or a"
                        + " layers model of TensorFlow.js");
    }

    /** In TensorFlow itself, which runs also what cannot be converted. */
    private static Distillation savedModelTeacher(ModelSource source) throws IOException {
        Path folder = source.path();
        Map<String, Float> least =
                operators(source).map(TeacherFile::leastProbabilities).orElse(Map.of());
        try (SavedModel model = SavedModel.open(folder)) {
            Distillation teacher = Distillation.from(
                    model.inputs().stream().map(Set::of).toList(),
                    model.outputs(),
                    examples -> savedModelAnswers(folder, examples, least));
            for (String output : model.outputs()) {
                teacher = least.containsKey(output) ? teacher.withProbabilities(output) : teacher;
            }
            return teacher;
        }
    }

    private static Optional<Graph> operators(ModelSource source) throws IOException {
        try {
            return SavedModelFormat.SAVED_MODEL
                    .read(source, AS_OPERATORS)
                    .as(Graph.class)
                    .map(StoredModel::content);
        } catch (ModelFormatException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Tensor> savedModelAnswers(Path folder, Dataset examples, Map<String, Float> least) {
        try (SavedModel model = SavedModel.open(folder)) {
            Map<String, Tensor> answers = new LinkedHashMap<>();
            model.predictAll(examples)
                    .forEach((output, numbers) -> answers.put(
                            output,
                            least.containsKey(output)
                                    ? Tensor.of(numbers.shape(), clamped(numbers.toArray(), least.get(output)))
                                    : numbers));
            return answers;
        }
    }

    private static Distillation liteTeacher(TfliteModel model) {
        List<String> outputs = model.graph().outputNames();
        Map<String, Float> least = leastProbabilities(model.graph());
        Distillation teacher =
                Distillation.from(model.inputNames(), outputs, examples -> liteAnswers(model, examples, least));
        for (String output : outputs) {
            teacher = least.containsKey(output) ? teacher.withProbabilities(output) : teacher.withLogits(output);
        }
        return teacher;
    }

    /**
     * The least probability that each output that tells probabilities can mean. What an integer says is 0 may be as much as half a step: with logarithms
     * that is far from nothing.
     */
    private static Map<String, Float> leastProbabilities(Graph graph) {
        List<String> outputs = graph.outputNames();
        Map<String, Float> least = new LinkedHashMap<>();
        for (int place = 0; place < outputs.size(); place++) {
            GraphEnding ending = GraphEnding.of(graph, place);
            if (ending.is(BuiltinOperator.SOFTMAX) || ending.is(BuiltinOperator.LOGISTIC)) {
                least.put(outputs.get(place), ending.step() / 2);
            }
        }
        return least;
    }

    private static Map<String, Tensor> liteAnswers(TfliteModel model, Dataset examples, Map<String, Float> least) {
        int threads = Runtime.getRuntime().availableProcessors();
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withThreads(threads);
        Map<String, Tensor> answers = new LinkedHashMap<>();
        Inference.predictAll(model, examples, options, ProgressListener.NONE)
                .forEach((output, predictions) ->
                        answers.put(output, tensor(predictions, Optional.ofNullable(least.get(output)))));
        return answers;
    }

    private static Tensor tensor(Predictions predictions, Optional<Float> least) {
        int width = predictions.width();
        float[] answers = new float[Math.multiplyExact(predictions.size(), width)];
        for (int example = 0; example < predictions.size(); example++) {
            System.arraycopy(predictions.row(example), 0, answers, example * width, width);
        }
        return Tensor.of(
                Shape.of(predictions.size(), width),
                least.map(share -> clamped(answers, share)).orElse(answers));
    }

    private static float[] clamped(float[] probabilities, float least) {
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.max(least, Math.min(1 - least, probabilities[i]));
        }
        return probabilities;
    }
}
