// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization;
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

/** Teachers that are files: those of Keras, {@code .tflite}, or a folder that holds a SavedModel. */
public final class TeacherFile {
    private TeacherFile() {}

    /**
     * Distillation from a file. What can be wrong with it before it answers is found here.
     *
     * <p>A .tflite file answers with probabilities where it ends in softmax or sigmoid, quantized or not. A SavedModel does not tell; what {@link
     * Distillation#from(java.util.function.Function)} says holds for it.
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
            if (format.types().contains(Graph.class)) {
                return liteTeacher(TfliteModel.read(source));
            }
            Object content = format.read(source, ReadOptions.NONE).content();
            if (content instanceof Model model) {
                return Distillation.from(model);
            }
            if (content instanceof SavedModel model) {
                model.close();
                return Distillation.from(examples -> savedModelAnswers(file, examples));
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

    private static Tensor savedModelAnswers(Path folder, Dataset examples) {
        try (SavedModel model = SavedModel.open(folder)) {
            return model.predict(examples);
        }
    }

    private static Distillation liteTeacher(TfliteModel model) {
        GraphEnding ending = GraphEnding.of(model.graph(), 0);
        if (!ending.is(BuiltinOperator.SOFTMAX) && !ending.is(BuiltinOperator.LOGISTIC)) {
            return Distillation.from((Dataset examples) -> liteAnswers(model, examples, Float.NEGATIVE_INFINITY))
                    .withLogits();
        }
        float least = leastProbability(ending.output().quantization());
        return Distillation.from((Dataset examples) -> liteAnswers(model, examples, least))
                .withProbabilities();
    }

    // What an integer says is 0 may be as much as half a step: with logarithms that is far from nothing.
    private static float leastProbability(Quantization quantization) {
        return quantization.scales().isEmpty() ? 0 : quantization.scales().get(0) / 2;
    }

    private static Tensor liteAnswers(TfliteModel model, Dataset examples, float least) {
        int threads = Runtime.getRuntime().availableProcessors();
        Predictions predictions = Inference.predict(model, examples, InterpreterOptions.DEFAULTS.withThreads(threads));
        int width = predictions.width();
        float[] answers = new float[Math.multiplyExact(predictions.size(), width)];
        for (int example = 0; example < predictions.size(); example++) {
            float[] row = predictions.row(example);
            for (int answer = 0; answer < width; answer++) {
                answers[example * width + answer] = Math.max(least, Math.min(1 - least, row[answer]));
            }
        }
        return Tensor.of(Shape.of(predictions.size(), width), answers);
    }
}
