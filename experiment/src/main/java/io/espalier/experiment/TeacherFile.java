// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.ProgressListener;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Quantization;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.lite.operator.GraphEnding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
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
    private TeacherFile() {}

    /**
     * Distillation from a file. What can be wrong with it before it answers is found here.
     *
     * <p>Each output of a .tflite file that ends in softmax or sigmoid answers with probabilities, quantized or not. A SavedModel does not tell; what {@link
     * Distillation#from(java.util.function.Function)} says holds for each of its outputs.
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
        if (SavedModel.isIn(file)) {
            return savedModelTeacher(file);
        }
        try (ModelSource source = ModelSource.open(file)) {
            ModelFormat<?> format = ModelFormats.of(source).orElseThrow(() -> noTeacher(file, "not a valid teacher"));
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
                        + "; a teacher is a Keras model (.keras, .h5), a .tflite file or a folder with a saved_model.pb");
    }

    /** In TensorFlow itself, which runs also what cannot be converted. */
    private static Distillation savedModelTeacher(Path folder) {
        try (SavedModel model = SavedModel.open(folder)) {
            return Distillation.from(
                    model.inputs().stream().map(Set::of).toList(),
                    model.outputs(),
                    examples -> savedModelAnswers(folder, examples));
        }
    }

    private static Map<String, Tensor> savedModelAnswers(Path folder, Dataset examples) {
        try (SavedModel model = SavedModel.open(folder)) {
            return model.predictAll(examples);
        }
    }

    private static Distillation liteTeacher(TfliteModel model) {
        List<String> outputs = model.graph().outputNames();
        Map<String, Float> least = new LinkedHashMap<>();
        for (int place = 0; place < outputs.size(); place++) {
            GraphEnding ending = GraphEnding.of(model.graph(), place);
            if (ending.is(BuiltinOperator.SOFTMAX) || ending.is(BuiltinOperator.LOGISTIC)) {
                least.put(outputs.get(place), leastProbability(ending.output().quantization()));
            }
        }
        Distillation teacher =
                Distillation.from(model.inputNames(), outputs, examples -> liteAnswers(model, examples, least));
        for (String output : outputs) {
            teacher = least.containsKey(output) ? teacher.withProbabilities(output) : teacher.withLogits(output);
        }
        return teacher;
    }

    // What an integer says is 0 may be as much as half a step: with logarithms that is far from nothing.
    private static float leastProbability(Quantization quantization) {
        return quantization.scales().isEmpty() ? 0 : quantization.scales().get(0) / 2;
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
        least.ifPresent(share -> {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = Math.max(share, Math.min(1 - share, answers[i]));
            }
        });
        return Tensor.of(Shape.of(predictions.size(), width), answers);
    }
}
