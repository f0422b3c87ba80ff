// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static io.espalier.model.layer.ActivationFunction.LINEAR;
import static io.espalier.model.layer.ActivationFunction.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.compress.CompressionException;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.export.SavedModelWriter;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TeacherFileTest {
    private static final long SEED = 4;
    private static final int WORDS = 12;

    private final Dataset digits =
            NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).test().slice(0, 200);

    @TempDir
    Path folder;

    /** Whatever the file is, what is learnt from it is what softmax gives. */
    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "SOFTMAX"})
    void aLiteFileTeachesAsTheModelItCameFrom(ActivationFunction last) throws IOException {
        Model model = network(last);
        Path file = folder.resolve("teacher.tflite");
        GraphWriter.write(Converter.convert(model), file);

        double[][] expected = shares(Distillation.from(model), digits, 10);

        assertClose(shares(TeacherFile.open(file), digits, 10), expected, 1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "SOFTMAX"})
    void aLiteFileOfIntegersTeachesNearlyTheSame(ActivationFunction last) throws IOException {
        Model model = network(last);
        Path file = folder.resolve("int8.tflite");
        GraphWriter.write(integers(model), file);

        double[][] expected = shares(Distillation.from(model), digits, 10);

        assertClose(shares(TeacherFile.open(file), digits, 10), expected, 0.03);
    }

    /** Its fake quantization comes after the softmax. */
    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "SOFTMAX", "SIGMOID"})
    void theTwinInFloatOfIntegersTeachesAsThese(ActivationFunction last) throws IOException {
        Graph integers = integers(network(last));
        Path file = folder.resolve("int8.tflite");
        GraphWriter.write(integers, file);
        Path twin = folder.resolve("twin");
        SavedModelWriter.write(integers, null, twin);

        double[][] expected = shares(TeacherFile.open(file), digits, 10);

        assertClose(shares(TeacherFile.open(twin), digits, 10), expected, 0.01);
    }

    @Test
    void aKerasFileTeachesAndShowsItsFeatures() throws IOException {
        Model model = network(SOFTMAX);
        Path file = folder.resolve("teacher.h5");
        KerasFormat.H5.write(model, null, file);

        Distillation teacher = TeacherFile.open(file).withFeature("dense", "dense", 1);

        assertThat(teacher.lossFor(network(LINEAR)).auxiliary()).isPresent();
        assertClose(shares(teacher, digits, 10), shares(Distillation.from(model), digits, 10), 0);
    }

    /** It ends in softmax over twelve words, which its signature does not tell. */
    @Test
    @Tag("conformance")
    void aSavedModelOfOthersTeachesByItsProbabilities() throws IOException {
        Path model = Assets.file("mlperf_tiny/keyword_spotting/trained_models/kws_ref_model");
        Dataset sounds = sounds();

        double[][] guessed = shares(TeacherFile.open(model), sounds, WORDS);

        assertClose(guessed, shares(TeacherFile.open(model).withProbabilities(), sounds, WORDS), 0);
        assertThat(Arrays.stream(guessed[0]).max().orElseThrow())
                .isGreaterThan(Arrays.stream(shares(TeacherFile.open(model).withLogits(), sounds, WORDS)[0])
                                .max()
                                .orElseThrow()
                        + 0.1);
    }

    @Test
    void featuresOfALiteFileAreRefused() throws IOException {
        Path file = folder.resolve("teacher.tflite");
        GraphWriter.write(Converter.convert(network(SOFTMAX)), file);
        Distillation teacher = TeacherFile.open(file);

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> teacher.withFeature("dense", "dense", 1))
                .withMessageContaining("feature matching needs a Model as teacher");
    }

    @Test
    void whatIsNoTeacherIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("teacher.txt"), "I teach");

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TeacherFile.open(text))
                .withMessageContaining("teacher.txt: not a valid teacher; a teacher is a Keras model");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TeacherFile.open(folder))
                .withMessageContaining("not a valid teacher; a teacher is");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TeacherFile.open(folder.resolve("absent.h5")))
                .withMessageContaining("absent.h5: no such file");
    }

    private Graph integers(Model model) {
        return Quantizer.of(Recipe.named("int8"))
                .withCalibration(Calibrator.of(digits))
                .quantize(Converter.convert(model));
    }

    private static Model network(ActivationFunction last) {
        return Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(8))
                .add(Dense.of(10).withActivation(last))
                .build(SEED);
    }

    /** What a student is to hold of each class of each example: the softmax of what lies behind the label. */
    private static double[][] shares(Distillation distillation, Dataset examples, int classes) {
        Dataset taught = distillation.teach(examples);
        int[] all = IntStream.range(0, taught.size()).toArray();
        ByteBuffer targets = buffer(taught.size() * taught.targets().bytes());
        taught.read(all, 0, all.length, buffer(taught.size() * taught.features().bytes()), targets);
        targets.flip();
        double[][] shares = new double[taught.size()][classes];
        for (double[] row : shares) {
            targets.getFloat();
            double sum = 0;
            for (int i = 0; i < classes; i++) {
                row[i] = Math.exp(targets.getFloat());
                sum += row[i];
            }
            for (int i = 0; i < classes; i++) {
                row[i] /= sum;
            }
        }
        return shares;
    }

    private static void assertClose(double[][] actual, double[][] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("example %d, seed %d", i, SEED).containsExactly(expected[i], within(tolerance));
        }
    }

    private static Dataset sounds() {
        int examples = 20;
        ByteBuffer features = buffer(examples * 490 * Float.BYTES);
        SplittableRandom random = new SplittableRandom(SEED);
        while (features.hasRemaining()) {
            features.putFloat((float) random.nextDouble(-10, 10));
        }
        List<String> words =
                IntStream.range(0, WORDS).mapToObj(i -> "word " + i).toList();
        return ArrayDataset.of(
                "sounds",
                new NumericArray(ElementType.FLOAT32, List.of(examples, 49, 10, 1), features.flip()),
                new NumericArray(ElementType.INT32, List.of(examples), buffer(examples * Integer.BYTES)),
                Scaling.IDENTITY,
                words);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
