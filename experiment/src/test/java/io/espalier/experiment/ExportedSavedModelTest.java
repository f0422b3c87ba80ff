// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Predictions.Deviation;
import io.espalier.data.Task;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.lite.tensorflow.export.SavedModelWriter;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.session.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SavedModels that were written from graphs of TFLite, in TensorFlow, against the graphs in TFLite's runtime. */
class ExportedSavedModelTest {
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    /** One of six, for quickness. */
    static Stream<ComposedLayerModels.Case> some() {
        List<ComposedLayerModels.Case> all = ComposedLayerModels.all().toList();
        return IntStream.range(0, all.size()).filter(i -> i % 6 == 2).mapToObj(all::get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.experiment.ComposedLayerModels#all")
    void everyLayerAnswersTheSameInTensorFlow(ComposedLayerModels.Case one) throws IOException {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);
        Graph graph = Converter.convert(model);

        SavedModelWriter.write(graph, null, folder);

        float[] expected = LiteAnswers.of(graph, examples, false);
        LiteAgainstTensorFlowTest.assertClose(answers(examples), expected, "exported", model, SEED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("some")
    void theTwinOfIntegersAnswersAlike(ComposedLayerModels.Case one) throws IOException {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);
        Graph integers = Converter.of(model)
                .withQuantizer(Quantizer.of(Recipe.named("int8")).withCalibration(Calibrator.of(examples)))
                .convert();

        SavedModelWriter.write(integers, null, folder);

        float[] expected = LiteAnswers.of(integers, examples, false);
        Deviation deviation = Deviation.NONE.add(expected, answers(examples), 0, expected.length);
        assertThat(deviation.signalToNoise()).as(one.name()).isGreaterThan(one.makesSteps() ? 30 : 1000);
    }

    /** Where fake quantization, or in TensorFlow.js its arithmetic, follows softmax or sigmoid. */
    @ParameterizedTest
    @CsvSource({
        "SOFTMAX, 10, SOFTMAX",
        "SIGMOID, 10, SIGMOID",
        "SIGMOID, 1, SIGMOID",
        "LINEAR, 10, OTHER",
        "LINEAR, 1, OTHER"
    })
    void theTwinOfIntegersIsForTheSameTask(ActivationFunction last, int numbers, Task.Ending ending)
            throws IOException {
        Model model = Model.sequential()
                .input(4)
                .add(Dense.of(numbers).withActivation(last))
                .build(SEED);
        Graph integers = Converter.of(model)
                .withQuantizer(Quantizer.of(Recipe.named("int8"))
                        .withCalibration(Calibrator.of(new RandomExamples(Shape.of(4), SEED, numbers))))
                .convert();

        assertThat(outputOf(SavedModelFormat.SAVED_MODEL, integers)).isEqualTo(Task.Output.of(ending, numbers));
        assertThat(outputOf(TfjsGraphFormat.TFJS_GRAPH, integers)).isEqualTo(Task.Output.of(ending, numbers));
    }

    /** What a graph is for, as the converter finds it in a file of this format. */
    private Task.Output outputOf(ModelFormat<? super Graph> format, Graph graph) throws IOException {
        Path file = folder.resolve(format.id());
        format.write(graph, null, file);
        try (ModelSource source = ModelSource.open(file)) {
            Graph read = (Graph) format.read(source, ReadOptions.NONE).content();
            TfliteModel runnable = TfliteModel.of("twin", Converter.of(read).convert());
            return Evaluation.output(runnable, read.outputNames().get(0));
        }
    }

    private float[] answers(RandomExamples examples) {
        try (SavedModel saved = SavedModel.open(folder)) {
            return saved.predict(examples).toArray();
        }
    }
}
