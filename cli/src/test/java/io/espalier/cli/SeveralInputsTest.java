// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of an image and a vector from the data of its training to files that are compared. */
class SeveralInputsTest {
    private static final int SIDE = 4;
    private static final int NUMBERS = 3;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compress() throws Exception {
        KerasFiles.write(network(), null, folder.resolve("pair.h5"));
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        arrays.putAll(pairs("train/", 2000, 1));
        arrays.putAll(pairs("test/", 400, 2));
        save("split.npz", arrays);
        save("test.npz", pairs("", 400, 2));
        Files.writeString(folder.resolve("small.yaml"), """
                batch_size: 32
                steps:
                  - fine_tune: {epochs: 6, learning_rate: 0.01}
                  - prune: 0.5
                    train: {epochs: 2, learning_rate: 0.005}
                  - export: [h5, tflite]
                  - quantize: int8
                """);

        CommandRun run = CommandRun.of(
                "compress",
                file("pair.h5"),
                "--recipe",
                file("small.yaml"),
                "--data",
                file("split.npz"),
                "-o",
                file("small"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("split.npz/train, image: bytes 0..255 become 0..1, by default")
                .contains("split.npz/train, vector: numbers are used as they are");
    }

    private static Model network() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor image = builder.apply("image", new Input(Shape.of(SIDE, SIDE, 1)));
        SymbolicTensor vector = builder.apply("vector", new Input(Shape.of(NUMBERS)));
        SymbolicTensor map = builder.apply(Conv2D.of(4, 3).withActivation(ActivationFunction.RELU), image);
        SymbolicTensor both = builder.apply(new Concatenate(), builder.apply(new Flatten(), map), vector);
        SymbolicTensor hidden = builder.apply(Dense.of(16).withActivation(ActivationFunction.RELU), both);
        return builder.build(1, builder.apply("class", Dense.of(4).withActivation(ActivationFunction.SOFTMAX), hidden));
    }

    /** The class says whether the image is bright, and whether the vector's first number is positive. */
    private static Map<String, NumericArray> pairs(String prefix, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer images = ByteBuffer.allocateDirect(size * SIDE * SIDE);
        ByteBuffer vectors = ByteBuffer.allocateDirect(size * NUMBERS * 4).order(ByteOrder.nativeOrder());
        ByteBuffer classes = ByteBuffer.allocateDirect(size * 4).order(ByteOrder.nativeOrder());
        for (int i = 0; i < size; i++) {
            boolean bright = random.nextBoolean();
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                images.put((byte) random.nextInt(bright ? 60 : 0, bright ? 256 : 196));
            }
            int label = bright ? 2 : 0;
            for (int number = 0; number < NUMBERS; number++) {
                float value = (float) (random.nextDouble() * 4 - 2);
                vectors.putFloat(value);
                label += number == 0 && value > 0 ? 1 : 0;
            }
            classes.putInt(label);
        }
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        arrays.put(prefix + "image", new NumericArray(ElementType.UINT8, List.of(size, SIDE, SIDE, 1), images.flip()));
        arrays.put(prefix + "vector", new NumericArray(ElementType.FLOAT32, List.of(size, NUMBERS), vectors.flip()));
        arrays.put(prefix + "y", new NumericArray(ElementType.INT32, List.of(size), classes.flip()));
        return arrays;
    }

    private static void save(String name, Map<String, NumericArray> arrays) throws IOException {
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, NumericArray> array : arrays.entrySet()) {
                writer.write(array.getKey(), array.getValue());
            }
        }
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String... words) throws Exception {
        CommandRun run = CommandRun.of(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void kerasAndTfliteFilesAreEvaluatedAlike() throws Exception {
        JsonNode keras = json("evaluate", file("small/small.h5"), "--data", file("split.npz"), "--json");
        JsonNode lite = json("evaluate", file("small/small.tflite"), "--data", file("test.npz"), "--json");
        JsonNode integers = json("evaluate", file("small/small-int8.tflite"), "--data", file("test.npz"), "--json");

        assertThat(keras.get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(lite.get("accuracy").asDouble())
                .isEqualTo(keras.get("accuracy").asDouble());
        assertThat(integers.get("accuracy").asDouble())
                .isCloseTo(keras.get("accuracy").asDouble(), within(0.02));
    }

    @Test
    void filesAreComparedLayerByLayer() throws Exception {
        JsonNode comparison = json(
                "compare",
                file("small/small.tflite"),
                file("small/small-int8.tflite"),
                "--data",
                file("test.npz"),
                "--json");

        assertThat(comparison.findValues("agreement").get(1).asDouble()).isGreaterThan(0.95);
    }

    @Test
    void theSameFileCalibrates() throws Exception {
        CommandRun run = CommandRun.of(
                "quantize",
                file("small/small.tflite"),
                "-o",
                file("again.tflite"),
                "--recipe",
                "int8",
                "--calibrate",
                file("split.npz"));

        JsonNode again = json("evaluate", file("again.tflite"), "--data", file("test.npz"), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(again.get("accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void arraysThatAreForNoInputAreNamed() throws Exception {
        Map<String, NumericArray> arrays = pairs("", 10, 3);
        arrays.put("vektor", arrays.get("vector"));
        save("typo.npz", arrays);

        CommandRun run = CommandRun.of("evaluate", file("small/small.tflite"), "--data", file("typo.npz"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("the arrays [vektor] are for no input or output of the model")
                .contains("image, vector, y for the labels");
    }

    @Test
    void otherKindsOfDataAreRefused() throws Exception {
        CommandRun run = CommandRun.of("evaluate", file("small/small.tflite"), "--data", "mnist-sample");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("mnist-sample: the model has 2 inputs; expected an .npz file with an array for each");
    }
}
