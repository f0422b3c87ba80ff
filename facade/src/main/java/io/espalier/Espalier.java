// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.base.ProgressListener;
import io.espalier.base.internal.FolderLock;
import io.espalier.data.Dataset;
import io.espalier.data.OpenedDataset;
import io.espalier.data.Task;
import io.espalier.data.Task.Scores;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.internal.OutputFolder;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.ComparedModel;
import io.espalier.experiment.report.Comparison;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.run.CompressionRun;
import io.espalier.lite.Graph;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.StopSignal;
import io.espalier.train.library.TensorFlowVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The five things that most programs do, one call each.
 *
 * <pre>{@code
 * OpenedDataset data = Espalier.data("mnist", Path.of("model.keras"));
 * Espalier.convert(Path.of("model.keras"), Path.of("model.tflite"));
 * Espalier.quantize(Path.of("model.tflite"), Recipe.named("dynamic"), Path.of("small.tflite"));
 * float[] answer = Espalier.predict(Path.of("small.tflite"), input);
 * Report report = Espalier.compress(Path.of("model.keras"), CompressionRecipe.named("pcqat"), data, Path.of("small"), System.out);
 * Comparison comparison = Espalier.compare(data.forEvaluation(), Path.of("model.tflite"), Path.of("small.tflite"));
 * }</pre>
 *
 * <p>A model is a file or folder of {@linkplain io.espalier.experiment.ModelFormats any format}: Keras, .tflite, SavedModel, frozen graph,
 * TensorFlow.js. Files that exist are replaced; a file is written completely or not at all.
 *
 * <p>{@link #compress}, and {@link #evaluate} of Keras files, need TensorFlow's native library: the dependency {@code io.espalier:espalier-training} brings it, {@code
 * io.espalier:espalier} leaves it out, 160 MB. Everything else needs the TFLite runtime alone, or no native library at all.
 *
 * <p>Where these methods decide for you, the classes that they call do not: {@link io.espalier.lite.convert.Converter}, {@link Quantizer}, {@link Predictor}
 * and {@link io.espalier.runtime.interpreter.Interpreter}, {@link io.espalier.train.Trainer} and {@link CompressionRun}, {@link Evaluation} and {@link Comparison}.
 */
public final class Espalier {
    /** As many representative examples as the commands take. */
    private static final int REPRESENTATIVE = 100;

    private Espalier() {}

    /**
     * Converts a model to a float .tflite file.
     *
     * @return the graph that was written, and notes on what may surprise
     * @throws ModelFormatException if the model is damaged, or of no format that Espalier reads
     * @throws io.espalier.base.EspalierException if TFLite has no operators for it
     * @throws IOException if a file cannot be read or written
     */
    public static Quantized convert(Path model, Path tflite) throws IOException {
        return quantize(model, Recipe.of(Method.NONE), tflite);
    }

    /**
     * Quantizes a float model, by a recipe that needs no data: {@code float16}, {@code dynamic}, {@code weight_only_int8}, {@code weight_only_int4}. A
     * model from quantization-aware training may also become {@code int8}.
     *
     * @return the graph that was written, what was decided, and notes on what may surprise
     * @throws io.espalier.lite.QuantizationException if the model is quantized already, or a weight is infinite or NaN
     * @throws io.espalier.base.RecipeException if the recipe needs data, or a rule of it matches nothing
     * @throws ModelFormatException if the model is damaged, or of no format that Espalier reads
     * @throws IOException if a file cannot be read or written
     */
    public static Quantized quantize(Path model, Recipe recipe, Path tflite) throws IOException {
        return ModelFile.quantize(model, Quantizer.of(recipe), recipe.toString(), tflite);
    }

    /**
     * Quantizes a float model, with the ranges that its activations take on at most a hundred of these examples: {@code int8}, {@code int16x8}.
     *
     * @param examples like those that the model will see; {@link #data} opens them. Labels are not used
     * @return the graph that was written, what was decided, and notes on what may surprise
     * @throws io.espalier.lite.QuantizationException as {@link #quantize(Path, Recipe, Path)}, or if the recipe is strict and an operator has to stay in float
     * @throws io.espalier.runtime.InterpreterException if the examples do not fit the model
     * @throws IOException if a file cannot be read or written
     */
    public static Quantized quantize(Path model, Recipe recipe, Dataset examples, Path tflite) throws IOException {
        Calibrator calibrator = Calibrator.of(examples, REPRESENTATIVE).withName(model.toString());
        String how = recipe + ", calibrated with " + examples.name();
        return ModelFile.quantize(model, Quantizer.of(recipe).withCalibration(calibrator), how, tflite);
    }

    /**
     * Runs a model once, in the TFLite runtime; as {@link Predictor#predict(float...)}, which is quicker for more than one run.
     *
     * @throws IOException if the file cannot be read
     */
    public static float[] predict(Path model, float... input) throws IOException {
        try (Predictor predictor = Predictor.open(model)) {
            return predictor.predict(input);
        }
    }

    /**
     * Trains a Keras model smaller, by a recipe: prunes, clusters, quantizes, distils.
     *
     * @param model a {@code .keras} or {@code .h5} file
     * @param data what it is trained and tested on, scaled as the model takes it; {@link #data} does that
     * @param folder gets the files that the recipe exports, {@code recipe.yaml}, which gives them again, and {@code report.json}; is made if it is missing
     * @param progress gets the summary, the course of the training, and notes
     * @return the figures of all files, with a verdict
     * @throws io.espalier.compress.CompressionException if a step does not fit the model; nothing was trained then
     * @throws Task.MismatchException if model, labels and recipe contradict each other
     * @throws io.espalier.train.history.TrainingException if training fails, or TensorFlow is missing
     * @throws IOException if a file cannot be read or written
     */
    public static Report compress(
            Path model, CompressionRecipe recipe, OpenedDataset data, Path folder, PrintStream progress)
            throws IOException {
        TensorFlowVersion.require();
        ExperimentConsole console = new ExperimentConsole(progress, progress, false, ProgressListener.NONE);
        try (ModelFile file = ModelFile.open(model)) {
            StoredModel<Model> layers = file.layers();
            FolderLock lock = OutputFolder.lock(folder);
            try {
                return new CompressionRun(
                                recipe,
                                new CompressionRun.Options(folder, processors(), false, false),
                                new ExperimentData(data.origin().name(), data.forTraining(), data.forEvaluation()),
                                data.origin(),
                                console,
                                new StopSignal())
                        .run(file.source(), layers);
            } finally {
                lock.close();
            }
        }
    }

    /**
     * Judges the only output of a model by the metric of its task, such as the accuracy of a classifier. Keras files run in TensorFlow, all others in the
     * TFLite runtime, both on all processors.
     *
     * @throws Task.MismatchException if model and labels contradict each other
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses the model, the examples do not fit it, or it has several outputs
     * @throws io.espalier.train.history.TrainingException the same for Keras files, or if TensorFlow is missing
     * @throws IOException if the file cannot be read
     */
    public static Scores evaluate(Path model, Dataset data) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            if (file.content() instanceof Model layers) {
                return LayerScores.of(layers, file.source(), data);
            }
            return Evaluation.run(file.runnable(), data, InterpreterOptions.DEFAULTS.withThreads(processors()))
                    .scores();
        }
    }

    /**
     * Puts files of one model side by side, as they run in TFLite: metric, agreement with the first, differences of outputs and inner tensors, bytes, latency, memory.
     *
     * @param data what they are run on; without labels, only answers are compared
     * @param first what the others are compared with, such as the float file
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses a file, or one answers with other numbers than the first
     * @throws IOException if a file cannot be read
     */
    public static Comparison compare(Dataset data, Path first, Path... others) throws IOException {
        List<ModelFile> open = new ArrayList<>();
        try {
            open.add(ModelFile.open(first));
            for (Path other : others) {
                open.add(ModelFile.open(other));
            }
            List<ComparedModel> models = open.stream().map(ModelFile::compared).toList();
            return Comparison.run(
                    models.get(0), models.subList(1, models.size()), data, processors(), ProgressListener.NONE);
        } finally {
            for (ModelFile file : open) {
                file.close();
            }
        }
    }

    /**
     * Opens data as a model takes them: images get the size of its input, and bytes are scaled as its file records, else to 0..1.
     *
     * @param nameOrPath {@code mnist}, {@code fashion-mnist} or {@code mnist-sample}; a folder of images, with one subfolder for each class or none; an .npz
     *     or .npy file
     * @return a {@link io.espalier.data.DatasetSplit} if the data have a training and a test part
     * @throws io.espalier.data.DataFormatException if the file or folder is not in the expected form, or has no examples
     * @throws io.espalier.base.EspalierException if there are no data of that name, or they cannot be had
     * @throws IOException if the model cannot be read
     */
    public static OpenedDataset data(String nameOrPath, Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            return ModelInputs.of(file).open(nameOrPath);
        }
    }

    /**
     * Reads a model as the graph of operators that {@link #convert} writes; a .tflite file as it is.
     *
     * @throws ModelFormatException if it is damaged, or of no format that Espalier reads
     * @throws IOException if it cannot be read
     */
    public static Graph graph(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            return file.graph();
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
