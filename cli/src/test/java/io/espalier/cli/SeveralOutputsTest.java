// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.Dataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that answer for each digit with its class, an image, and another ten numbers. */
class SeveralOutputsTest {
    private static final String DATA = "mnist-sample";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        Dataset digits =
                NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).train();
        KerasFiles.write(network(false, false), null, folder.resolve("two.h5"));
        GraphWriter.write(Converter.convert(network(false, false)), folder.resolve("two.tflite"));
        GraphWriter.write(
                Quantizer.of(Recipe.named("int8"))
                        .withCalibration(Calibrator.of(digits.sample(20)))
                        .quantize(Converter.convert(network(false, true))),
                folder.resolve("swapped-int8.tflite"));
        GraphWriter.write(Converter.convert(network(true, false)), folder.resolve("three.tflite"));
        KerasFiles.write(network(true, false), null, folder.resolve("three.h5"));
    }

    private static Model network(boolean third, boolean swapped) {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor image = builder.apply("image", Reshape.to(28, 28, 1), builder.input(28, 28));
        SymbolicTensor map = builder.apply("map", Conv2D.of(2, 5).withStrides(4), image);
        SymbolicTensor flat = builder.apply("flat", new Flatten(), map);
        SymbolicTensor digit = builder.apply("digit", Dense.of(10).withActivation(ActivationFunction.SOFTMAX), flat);
        SymbolicTensor other = builder.apply("other", Dense.of(10), flat);
        if (third) {
            return builder.build(7, digit, map, other);
        }
        return swapped ? builder.build(7, map, digit) : builder.build(7, digit, map);
    }

    @Test
    void accuracyIsThatOfTheNamedOutputInKerasAndInTflite() throws Exception {
        for (String output : new String[] {"digit", "other"}) {
            JsonNode keras = json("evaluate", file("three.h5"), "--data", DATA, "--output", output, "--json");
            JsonNode lite = json("evaluate", file("three.tflite"), "--data", DATA, "--output", output, "--json");

            assertThat(lite.get("output").asText()).isEqualTo(output);
            assertThat(keras.get("correct").asInt()).isPositive();
            assertThat(lite.get("correct").asInt())
                    .isCloseTo(keras.get("correct").asInt(), within(2));
        }
    }

    @Test
    void theOnlyOutputWithANumberForEachClassNeedsNoName() throws Exception {
        CommandRun named = CommandRun.of("evaluate", file("two.tflite"), "--data", DATA, "--output", "digit", "--json");
        CommandRun open = CommandRun.of("evaluate", file("two.tflite"), "--data", DATA, "--json");

        assertThat(open.err()).contains("accuracy is counted of output 'digit' [10]");
        assertThat(new JsonMapper().readTree(open.out()).get("correct"))
                .isEqualTo(new JsonMapper().readTree(named.out()).get("correct"));
    }

    @Test
    void otherwiseTheOutputsAreListed() throws Exception {
        for (String model : new String[] {"three.h5", "three.tflite"}) {
            CommandRun open = CommandRun.of("evaluate", file(model), "--data", DATA);
            CommandRun wrong = CommandRun.of("evaluate", file(model), "--data", DATA, "--output", "digits");

            assertThat(open.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(open.err()).contains("--output NAME", "'digit' [10], 'map' [6, 6, 2], 'other' [10]");
            assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(wrong.err()).contains("--output digits: the model has no such output; it has 'digit' [10]");
        }
    }

    @Test
    void outputsAreComparedByNameWhateverTheirOrder() throws Exception {
        JsonNode comparison =
                json("compare", file("two.tflite"), file("swapped-int8.tflite"), "--data", DATA, "--json");

        JsonNode first = comparison.get("models").get(0);
        JsonNode second = comparison.get("models").get(1);
        assertThat(comparison.get("output").asText()).isEqualTo("digit");
        assertThat(first.get("outputs")).isEmpty();
        assertThat(second.get("outputs").findValuesAsText("tensor")).containsExactly("digit", "map");
        assertThat(second.get("outputs").get(0).get("signalToNoise").asDouble()).isGreaterThan(20);
        assertThat(second.get("outputs").get(1).get("signalToNoise").asDouble()).isGreaterThan(20);
        assertThat(second.get("agreement").asDouble()).isGreaterThan(0.9);
        assertThat(second.get("accuracy").asDouble()).isPositive();
    }

    @Test
    void theTableShowsEachOutputAndNoAccuracyWhereItsOutputIsOpen() throws Exception {
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("compare", file("three.tflite"), file("three.tflite"), "--data", DATA);
        CommandRun html = CommandRun.of(
                "compare", file("three.tflite"), file("three.tflite"), "--data", DATA, "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("--output NAME counts accuracy and agreement of one: 'digit' [10]");
        assertThat(run.out()).contains(", outputs:").containsPattern("(?m)^ map +\\|");
        assertThat(html.exitCode()).as(html.err()).isZero();
        assertThat(Files.readString(page)).contains(">digit<", ">map<");
    }

    @Test
    void formsWithOtherOutputsAreNotCompared() throws Exception {
        CommandRun run = CommandRun.of("compare", file("two.tflite"), file("three.tflite"), "--data", DATA);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT_FILE);
        assertThat(run.err()).contains("has 3 outputs, digit, map, other, but", "has 2, digit, map; compare variants");
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String... arguments) throws Exception {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }
}
