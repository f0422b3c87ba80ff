// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationDataTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        GraphWriter.write(
                Converter.convert(Model.sequential()
                        .input(4, 4, 1)
                        .add("first", Conv2D.of(2, 3))
                        .build(1)),
                folder.resolve("one.tflite"));
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.apply("a", Dense.of(2), builder.input(3));
        SymbolicTensor right = builder.apply("b", Dense.of(2), builder.input(3));
        GraphWriter.write(
                Converter.convert(builder.build(1, builder.apply("sum", new Add(), left, right))),
                folder.resolve("two.tflite"));
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 3; i++) {
            BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i, i, 0xffffff);
            ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
        }
        save(folder.resolve("alone.npz"), Map.of("arr_0", array(5, 4, 4, 1)));
        save(folder.resolve("named.npz"), new TreeMap<>(Map.of("input", array(5, 4, 4, 1), "other", array(5, 1))));
        save(folder.resolve("several.npz"), new TreeMap<>(Map.of("p", array(5, 4, 4, 1), "q", array(5, 1))));
        save(folder.resolve("half.npz"), Map.of("input", array(5, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pictures", "alone.npz", "named.npz"})
    void dataWithoutLabelsCalibrates(String data) throws Exception {
        CommandRun run = quantize("one.tflite", data, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.get("operators").asInt()).isEqualTo(1);
        assertThat(json.get("quantizedOperators").asInt()).isEqualTo(1);
        assertThat(run.err()).contains("1 of 1 operators quantized");
    }

    @Test
    void arraysOfOtherNamesAreToldWithTheirShapes() throws Exception {
        CommandRun run = quantize("one.tflite", "several.npz");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "several.npz: contains the arrays p of shape [5, 4, 4, 1], q of shape [5, 1]; expected one array named input");
    }

    @Test
    void everyInputOfSeveralNeedsAnArray() throws Exception {
        CommandRun run = quantize("two.tflite", "half.npz");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("half.npz: missing array for the model's input 'input_1'; found [input]");
    }

    @Test
    void textCalibratesAModelThatTakesIt() throws Exception {
        GraphWriter.write(textsEqualThemselves(), folder.resolve("texts.tflite"));
        String header = "{'descr': '|S2', 'fortran_order': False, 'shape': (2, 3), }";
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
        Path file = folder.resolve("texts.npy");
        Files.write(file, magic);
        Files.writeString(file, header + "upa\0\0\0xyabno", StandardOpenOption.APPEND);

        CommandRun run = quantize("texts.tflite", "texts.npy", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(new JsonMapper()
                        .readTree(run.out())
                        .get("quantizedOperators")
                        .asInt())
                .isOne();
    }

    @Test
    void numbersDoNotCalibrateAModelThatTakesText() throws Exception {
        GraphWriter.write(textsEqualThemselves(), folder.resolve("texts.tflite"));

        CommandRun run = quantize("texts.tflite", "half.npz");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("array 'texts' contains numbers, but the input is STRING");
    }

    @Test
    void filesAreComparedOnDataWithoutLabels() throws Exception {
        String model = folder.resolve("one.tflite").toString();

        CommandRun run = CommandRun.of(
                "compare", model, model, "--data", folder.resolve("alone.npz").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void comparingModelsOfSeveralInputsNeedsAnArrayForEach() throws Exception {
        String model = folder.resolve("two.tflite").toString();

        CommandRun run = CommandRun.of(
                "compare", model, model, "--data", folder.resolve("half.npz").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("half.npz: missing array for the model's input 'input_1'; found [input]");
    }

    @Test
    void dataWithoutExamplesAreRefused() throws Exception {
        String model = folder.resolve("one.tflite").toString();
        Path none = folder.resolve("none.npz");
        save(none, new TreeMap<>(Map.of("x", array(0, 4, 4, 1), "y", array(0))));

        CommandRun run = CommandRun.of("evaluate", model, "--data", none.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("none.npz: contains no examples");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "float16", "dynamic", "weight_only_int8"})
    void thePlanIsPrintedForRecipesWithoutData(String recipe) throws Exception {
        CommandRun run = CommandRun.of(
                "quantize",
                folder.resolve("one.tflite").toString(),
                "-o",
                folder.resolve(recipe + ".tflite").toString(),
                "--recipe",
                recipe,
                "--plan");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Operators").contains("CONV_2D");
    }

    @Test
    void whereNothingIsQuantizedItIsSaidAndWhy() throws Exception {
        CommandRun run = CommandRun.of(
                "quantize",
                folder.resolve("one.tflite").toString(),
                "-o",
                folder.resolve("nothing.tflite").toString(),
                "--recipe",
                "dynamic");

        assertThat(run.err())
                .contains(
                        "0 of 1 operators quantized; 1 operator: its weights have fewer than 1,024 elements (least_elements)")
                .doesNotContain("%");
    }

    private static Graph textsEqualThemselves() {
        List<Tensor> tensors = List.of(
                Tensor.activation("texts", TensorType.STRING, Ints.of(3)),
                Tensor.activation("same", TensorType.BOOL, Ints.of(3)),
                Tensor.activation("real", TensorType.FLOAT32, Ints.of(3)),
                Tensor.activation("twice", TensorType.FLOAT32, Ints.of(3)));
        Options toFloat = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.BOOL)
                .with("out_data_type", TensorType.FLOAT32);
        List<Operator> operators = List.of(
                Operator.of(OperatorCode.of(BuiltinOperator.EQUAL, 3), Ints.of(0, 0), Ints.of(1), Options.NONE),
                Operator.of(OperatorCode.of(BuiltinOperator.CAST, 1), Ints.of(1), Ints.of(2), toFloat),
                Operator.of(
                        OperatorCode.of(BuiltinOperator.ADD, 1),
                        Ints.of(2, 2),
                        Ints.of(3),
                        Options.of(OptionsTable.ADD)));
        Subgraph main = new Subgraph("main", tensors, Ints.of(0), Ints.of(3), operators);
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static CommandRun quantize(String model, String data, String... more) throws Exception {
        String[] words = new String[8 + more.length];
        String output = folder.resolve(data + "-" + model).toString();
        String[] first = {
            "quantize",
            folder.resolve(model).toString(),
            "-o",
            output,
            "--recipe",
            "int8",
            "--calibrate",
            folder.resolve(data).toString()
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return CommandRun.of(words);
    }

    private static void save(Path file, Map<String, NumericArray> arrays) throws IOException {
        try (NpzFile.Writer npz = new NpzFile.Writer(Files.newOutputStream(file))) {
            for (Map.Entry<String, NumericArray> entry : arrays.entrySet()) {
                npz.write(entry.getKey(), entry.getValue());
            }
        }
    }

    private static NumericArray array(Integer... shape) {
        int elements = List.of(shape).stream().reduce(1, (left, right) -> left * right);
        ByteBuffer values = ByteBuffer.allocateDirect(Float.BYTES * elements).order(ByteOrder.nativeOrder());
        for (int i = 0; i < elements; i++) {
            values.putFloat(i % 7);
        }
        return new NumericArray(ElementType.FLOAT32, List.of(shape), values.flip());
    }
}
