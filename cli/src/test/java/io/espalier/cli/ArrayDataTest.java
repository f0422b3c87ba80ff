// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands say of the numbers in arrays, and what they refuse. */
class ArrayDataTest {
    private static final float NAN = Float.NaN;

    @TempDir
    private static Path folder;

    /** Takes 2 x 2 numbers, and tells three classes apart. */
    private static Path model;

    /** The same for numbers from 0 to 1. */
    private static Path quantized;

    @BeforeAll
    static void writeTheModels() throws IOException {
        Graph graph = Converter.convert(Model.sequential()
                .input(2, 2)
                .add(new Flatten())
                .add(Dense.of(3).withActivation(ActivationFunction.SOFTMAX))
                .build(1));
        model = folder.resolve("model.tflite");
        quantized = folder.resolve("int8.tflite");
        GraphWriter.write(graph, model);
        GraphWriter.write(
                Quantizer.of(Recipe.named("int8"))
                        .withCalibration(Calibrator.of(ArrayDataset.unlabelled("unit", floats(0, 0.5f, 0.7f, 1))))
                        .quantize(graph),
                quantized);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'bytes 0..255 become 0..1, by default; --scale changes it'",
        "-1..1, 'bytes 0..255 become -1..1, as --scale says'",
        "none, 'bytes stay 0..255, as --scale says'"
    })
    void aLineSaysHowBytesBecomeInputs(String scale, String line) throws Exception {
        Path data = npz("bytes", bytes(0, 1, 2, 255), ints(1));
        List<String> words = List.of("evaluate", model.toString(), "--data", data.toString());

        CommandRun run =
                CommandRun.of((scale.isEmpty() ? words : concat(words, "--scale", scale)).toArray(String[]::new));

        assertThat(run.err()).contains("Inputs     " + data + ": " + line);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aLineSaysThatOtherNumbersAreNotScaledAndThatTheyLookLikeBytes() throws Exception {
        Path data = npz("wide", ints(List.of(1, 2, 2), 0, 1, 2, 255), ints(1));

        CommandRun unknown = evaluate(model, data);
        CommandRun unit = evaluate(quantized, data);

        assertThat(unknown.err())
                .contains("numbers are used as they are, 0..255 in 1 of 1 examples; only bytes (uint8) are scaled")
                .contains("whole numbers up to 255, like bytes, but not as uint8");
        assertThat(unit.err())
                .contains("has values up to 255 as the model gets them, but the model seems to expect smaller ones")
                .contains("is quantized for values up to 1", "save bytes as uint8");
    }

    @Test
    void everyCommandRefusesFeaturesThatAreNotFinite() throws Exception {
        Path data = npz("nan", floats(0, 0, 0, 0, 1, 1, NAN, 1), ints(0, 1));
        String reason = data + "!x: example 1 has NaN as element 2 of its shape [2, 2]";

        assertRefused(evaluate(model, data), reason);
        assertRefused(
                CommandRun.of("compare", model.toString(), quantized.toString(), "--data", data.toString()), reason);
        assertRefused(
                CommandRun.of(
                        "quantize",
                        model.toString(),
                        "-o",
                        folder.resolve("never.tflite").toString(),
                        "--recipe",
                        "int8",
                        "--calibrate",
                        data.toString()),
                reason);
        assertThat(folder.resolve("never.tflite")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 'has the label NaN; correct the label'",
        "1.5, 'has the label 1.5, which is no class, but the model ends in softmax over 3 classes'",
        "3, 'has the label 3.0; the classes of the model are 0 to 2'"
    })
    void labelsThatAreNoClassesAreRefusedWithTheirExample(float label, String reason) throws Exception {
        Path data = npz("labels", floats(0, 0, 0, 0, 1, 1, 1, 1), scalars(2, label));

        assertRefused(evaluate(model, data), data + ": example 1 " + reason);
    }

    @Test
    void classesMayBeFloatsOrOneNumberEach() throws Exception {
        Path whole = npz("whole", floats(0, 0, 0, 0, 1, 1, 1, 1), scalars(2, 0));
        Path oneHot = npz(
                "one-hot",
                floats(0, 0, 0, 0),
                new NumericArray(
                        ElementType.FLOAT32,
                        List.of(1, 3),
                        scalars(0, 0.1f, 0.9f).data()));

        assertThat(evaluate(model, whole).exitCode()).isZero();
        assertThat(evaluate(model, oneHot).exitCode()).isZero();
    }

    @Test
    void noExamplesAreRefused() throws Exception {
        Path data = npz("empty", ints(List.of(0, 2, 2)), ints());

        assertRefused(evaluate(model, data), data + ": contains no examples");
    }

    private static void assertRefused(CommandRun run, String reason) {
        assertThat(run.err()).contains("espalier: " + reason);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    private static CommandRun evaluate(Path model, Path data) throws Exception {
        return CommandRun.of("evaluate", model.toString(), "--data", data.toString());
    }

    private static Path npz(String name, NumericArray x, NumericArray y) throws IOException {
        Path file = folder.resolve(name + ".npz");
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(file))) {
            writer.write("x", x);
            writer.write("y", y);
        }
        return file;
    }

    private static List<String> concat(List<String> words, String... more) {
        return Stream.concat(words.stream(), Arrays.stream(more)).toList();
    }

    private static NumericArray bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return new NumericArray(ElementType.UINT8, List.of(values.length / 4, 2, 2), buffer.flip());
    }

    private static NumericArray floats(float... values) {
        return new NumericArray(
                ElementType.FLOAT32,
                List.of(values.length / 4, 2, 2),
                scalars(values).data());
    }

    private static NumericArray scalars(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return new NumericArray(ElementType.FLOAT32, List.of(values.length), buffer);
    }

    private static NumericArray ints(int... values) {
        return ints(List.of(values.length), values);
    }

    private static NumericArray ints(List<Integer> shape, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
        buffer.asIntBuffer().put(values);
        return new NumericArray(ElementType.INT32, shape, buffer);
    }
}
