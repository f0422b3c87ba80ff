// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.model.keras.KerasFormat;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code benchmark --profile}, and {@code --check-latency}. */
class ProfileCommandTest {
    private static final String FLOAT = Golden.file("mobile_big/float.tflite").toString();
    private static final String DYNAMIC =
            Golden.file("mobile_big/dynamic.tflite").toString();

    @TempDir
    Path folder;

    @Test
    void theProfileShowsKernelsPartsAndTheTwinsOfOperators() throws IOException {
        Path csv = folder.resolve("operators.csv");

        CommandRun run = CommandRun.of(
                "benchmark", DYNAMIC, "--runs", "20", "--profile", "--against", FLOAT, "--csv", csv.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("node type", "avg ms", "cdf%", "mem KB", "times called", "ratio")
                .contains("XNNPACK took 7 of 8 operators, in 2 parts")
                .contains("part 2: operators 3..7")
                .containsPattern("DEPTHWISE_CONV_2D .* built-in .* <<< +\\[dw_2/relu6;dw_3/bn;dw_11\\]:2");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).startsWith("node type,first,avg_ms,%,cdf%,mem KB,times called,name,kernels,part");
        assertThat(lines).hasSize(1 + 8 + 2);
    }

    @Test
    void jsonHasAllFiguresOfBothModels() throws IOException {
        CommandRun run = CommandRun.of("benchmark", DYNAMIC, "--runs", "20", "--profile", "--against", FLOAT, "--json");

        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.at("/profile/operators")).hasSize(8);
        assertThat(json.at("/profile/operators/2/kernels").asText()).isEqualTo("built-in");
        assertThat(json.at("/profile/operators/2/part").isNull()).isTrue();
        assertThat(json.at("/profile/operators/3/part").asInt()).isEqualTo(2);
        assertThat(json.at("/profile/delegatedParts").asInt()).isEqualTo(2);
        assertThat(json.at("/profile/parts/1/operators")).hasSize(5);
        assertThat(json.at("/profile/types/0/type").asText()).isEqualTo("DEPTHWISE_CONV_2D");
        assertThat(json.at("/against/ratio").asDouble()).isGreaterThan(1);
        assertThat(json.at("/against/pairs")).hasSize(8);
        assertThat(json.at("/against/pairs/0/match").asText()).isEqualTo("name");
        assertThat(json.at("/against/slower/0/name").asText()).startsWith("dw_2/relu6");
        assertThat(json.get("loadMillis").asDouble()).isPositive();
        assertThat(json.has("loadedBytes") && json.has("residentBytes")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "benchmark @/float.tflite --against @/float.tflite | --against needs --profile",
                "benchmark @/float.tflite --csv @/x.csv --force     | --csv, --force need --profile",
                "benchmark @/float.tflite --profile --csv @/old.csv | already exists",
                "convert @/net.h5 -o @/new.tflite --check-latency   | add --quantize",
            })
    void whatCannotBeMeasuredIsWrongUsage(String arguments, String message) throws IOException {
        Files.copy(Path.of(FLOAT), folder.resolve("float.tflite"));
        Files.writeString(folder.resolve("old.csv"), "mine");
        KerasFormat.H5.write(MnistLab.network(1), null, folder.resolve("net.h5"));

        CommandRun run =
                CommandRun.of(arguments.strip().replace("@", folder.toString()).split(" +"));

        assertThat(run.err()).startsWith("espalier: ").contains(message);
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(folder.resolve("new.tflite")).doesNotExist();
        assertThat(folder.resolve("old.csv")).hasContent("mine");
    }

    @Test
    void aSlowerFileNamesTheOperatorsToBlameAndWhatToDo() throws IOException {
        Path recipe = Files.writeString(folder.resolve("all.yaml"), """
                quantize: weight_only_int8
                rules:
                  - operator: DEPTHWISE_CONV_2D
                    quantize: weight_only_int4
                """);
        Path made = folder.resolve("made.tflite");

        CommandRun run = CommandRun.of(
                "quantize", FLOAT, "-o", made.toString(), "--recipe", recipe.toString(), "--check-latency", "--json");

        JsonNode latency = new JsonMapper().readTree(run.out()).get("latency");
        assertThat(latency.get("verdict").asText()).isEqualTo("slower");
        assertThat(latency.at("/slower/0/type").asText()).isEqualTo("DEPTHWISE_CONV_2D");
        assertThat(latency.at("/advice/0").asText())
                .contains("operator: DEPTHWISE_CONV_2D, quantize: weight_only_int8");
        assertThat(run.err())
                .contains(
                        "times, slower",
                        "1 DEPTHWISE_CONV_2D, built-in here, XNNPACK there",
                        "keep_float: ['dw_2/relu6']");
    }

    @Test
    void convertChecksAgainstTheFloatFormOfTheModel() throws IOException {
        Path keras = folder.resolve("net.h5");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);

        CommandRun run = CommandRun.of(
                "convert",
                keras.toString(),
                "-o",
                folder.resolve("small.tflite").toString(),
                "--quantize",
                "dynamic",
                "--check-latency",
                "--json");

        JsonNode latency = new JsonMapper().readTree(run.out()).get("latency");
        assertThat(latency.get("against").asText()).isEqualTo("the float form of " + keras);
        assertThat(latency.get("verdict").asText()).isIn("quicker", "equal", "slower");
        assertThat(run.err()).contains("Latency  ");
    }
}
