// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that make integers of activations. */
class IntegerQuantizationTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path tflite;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        keras = folder.resolve("net.h5");
        tflite = folder.resolve("net.tflite");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        assertThat(CommandRun.of("convert", keras.toString(), "-o", tflite.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void quantizeAndConvertMakeTheSameIntegersAndPrintThePlan() throws Exception {
        String[] options = {"--calibrate", "mnist-sample", "--input-type", "uint8", "--output-type", "int8", "--plan"};

        CommandRun quantize =
                run("quantize", tflite, "quantized.tflite", concat(options, "--recipe", "int8", "--strict"));
        CommandRun convert =
                run("convert", keras, "converted.tflite", concat(options, "--quantize", "int8", "--strict"));

        assertThat(quantize.exitCode()).as(quantize.err()).isZero();
        assertThat(quantize.out())
                .contains("CONV_2D", "INTEGER", "fixed by its operator")
                .isEqualTo(convert.out());
        assertThat(quantize.err()).startsWith("Inputs     mnist-sample/train: bytes 0..255 become 0..1, ");
        Graph graph = read("quantized.tflite");
        assertThat(read("converted.tflite").subgraphs()).isEqualTo(graph.subgraphs());
        assertThat(type(graph, graph.main().inputs())).isEqualTo(TensorType.UINT8);
        assertThat(type(graph, graph.main().outputs())).isEqualTo(TensorType.INT8);
    }

    @Test
    void rangesThatWereKeptGiveTheSameGraphAndJsonHoldsThePlan() throws Exception {
        Path ranges = folder.resolve("ranges.json");

        run(
                "quantize",
                tflite,
                "first.tflite",
                "--recipe",
                "int16x8",
                "--calibrate",
                "mnist-sample",
                "--save-ranges",
                ranges.toString());
        CommandRun again = run(
                "quantize", tflite, "again.tflite", "--recipe", "int16x8", "--calibrate", ranges.toString(), "--json");

        assertThat(read("again.tflite").subgraphs())
                .isEqualTo(read("first.tflite").subgraphs());
        JsonNode json = new JsonMapper().readTree(again.out());
        assertThat(json.get("recipe").asText()).isEqualTo("int16x8");
        assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(folder.resolve("again.tflite")));
        assertThat(json.at("/plan/operators/1/operator").asText()).isEqualTo("CONV_2D");
        assertThat(json.at("/plan/operators/1/inputs/0/type").asText()).isEqualTo("INT16");
    }

    @Test
    void aModelThatWasTrainedForItTakesNoCalibration() throws Exception {
        Path aware = folder.resolve("qat.h5");
        ParametrizedModel trained = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .fit(
                        QuantizationAware.int8().apply(MnistLab.network(1)),
                        NamedDatasets.standard()
                                .open(NamedDatasets.MNIST_SAMPLE)
                                .train()
                                .slice(0, 64))
                .model();
        KerasFormat.H5.write(trained.strip(), null, aware);

        CommandRun run = run("convert", aware, "qat.tflite", "--quantize", "int8", "--strict", "--input-type", "int8");
        CommandRun untrained = run("convert", keras, "not.tflite", "--quantize", "int8");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Graph graph = read("qat.tflite");
        assertThat(type(graph, graph.main().inputs())).isEqualTo(TensorType.INT8);
        assertThat(untrained.exitCode()).isEqualTo(2);
        assertThat(untrained.err())
                .contains(
                        "add --calibrate DATA",
                        "not.tflite --quantize int8 --calibrate mnist" + System.lineSeparator());
    }

    @Test
    void mnistIsSuggestedOnlyToAModelThatTakesIt() throws Exception {
        Path pictures = folder.resolve("pictures.h5");
        KerasFormat.H5.write(
                Model.sequential().input(8, 8, 3).add(new Flatten()).build(1), null, pictures);

        CommandRun run = run("convert", pictures, "not.tflite", "--quantize", "int8");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("add --calibrate DATA").doesNotContain("Try:");
    }

    @Test
    void whatStaysInFloatIsSaid() throws Exception {
        Path recipe = Files.writeString(folder.resolve("mixed.yaml"), """
                quantize: int8
                keep_float: ['^dense']
                """);

        CommandRun run =
                run("quantize", tflite, "mixed.tflite", "--recipe", recipe.toString(), "--calibrate", "mnist-sample");

        assertThat(run.err())
                .contains("Note: 2 of 5 operators stay in float", "FULLY_CONNECTED 'dense/BiasAdd': kept in float");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2 | --recipe int8                                                    | add --calibrate DATA",
                "2 | --recipe dynamic --calibrate mnist-sample                        | nothing for 'dynamic': it keeps activations in float",
                "2 | --recipe dynamic --threads 2 --samples 5                         | --samples, --threads do nothing for 'dynamic': it keeps activations in float and fits no weights to samples",
                "2 | --recipe dynamic --input-type int8                               | nothing for 'dynamic': it keeps activations in float",
                "2 | --recipe int8 --calibrate mnist-sample --input-type int16        | cannot be combined with activations in INT8",
                "2 | --recipe int8 --calibrate mnist-sample --input-type int32        | is not one of float32, int8, uint8, int16",
                "2 | --recipe int8 --calibrate mnist-sample --samples 0               | --samples",
                "2 | --recipe int8 --calibrate mnits                                  | mnist",
                "3 | --recipe int8 --calibrate @/none.json                            | no such file",
                "3 | --recipe int8 --calibrate @/bad.json                             | bad.json",
                "3 | --recipe int8 --calibrate @/other.json                           | no range is known for tensor",
                "3 | --recipe @/strict.yaml --calibrate mnist-sample                  | net.tflite: the model cannot be fully quantized to integers",
            })
    void aMistakeGetsOneMessageAndLeavesNoFile(int exitCode, String options, String message) throws Exception {
        Files.writeString(folder.resolve("bad.json"), "{");
        Files.writeString(folder.resolve("other.json"), "{\"ranges\": {\"x\": {\"min\": 0.0, \"max\": 1.0}}}");
        Files.writeString(folder.resolve("strict.yaml"), "quantize: int8\nstrict: true\nkeep_float: [dense]");

        CommandRun run = run(
                "quantize",
                tflite,
                "x.tflite",
                options.strip().replace("@", folder.toString()).split(" "));

        assertThat(run.err())
                .containsOnlyOnce("espalier: ")
                .contains(message.strip())
                .doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(folder.resolve("x.tflite")).doesNotExist();
    }

    private static CommandRun run(String command, Path model, String output, String... options) throws Exception {
        return CommandRun.of(concat(
                new String[] {
                    command, model.toString(), "-o", folder.resolve(output).toString()
                },
                options));
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static Graph read(String file) throws IOException {
        return GraphReader.read(folder.resolve(file));
    }

    private static TensorType type(Graph graph, Ints tensors) {
        return graph.main().tensor(tensors.get(0)).type();
    }
}
