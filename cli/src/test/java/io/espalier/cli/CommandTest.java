// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Provenance;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.keras.KerasFormat;
import io.espalier.testing.Golden;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path tflite;
    private static byte[] half;
    private static byte[] integers;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        keras = folder.resolve("net.h5");
        tflite = folder.resolve("net.tflite");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        CommandRun run = CommandRun.of("convert", keras.toString(), "-o", tflite.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        half = GraphWriter.toBytes(Quantizer.of(Recipe.named("float16")).quantize(GraphReader.read(tflite)));
        integers = GraphWriter.toBytes(Quantizer.of(Recipe.named("dynamic")).quantize(GraphReader.read(tflite)));
        for (String made : List.of("tfjs-layers -o web", "saved-model -o saved")) {
            String[] export = ("export " + keras + " --to " + made.replace("-o ", "-o " + folder + "/")).split(" ");
            assertThat(CommandRun.of(export).exitCode()).isZero();
        }
    }

    @Test
    void generalOptionsAreForEveryOutput() throws Exception {
        Path copy = folder.resolve("copy.keras");

        CommandRun run = CommandRun.of("convert", keras.toString(), "-o", copy.toString(), "-q", "--debug", "--json");

        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(run.err()).isEmpty();
        assertThat(json.get("output").asText()).isEqualTo(copy.toString());
        assertThat(json.get("bytes").asLong()).isEqualTo(Files.size(copy));
        assertThat(json.get("bytesBefore").asLong()).isEqualTo(Files.size(keras));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "benchmark --runs 3"})
    void aModelOfLayersIsShownAndTimedAsItIsConverted(String command) throws Exception {
        String[] words = (command + " " + keras).split(" ");

        CommandRun run = CommandRun.of(words);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsAnyOf("FULLY_CONNECTED", "p50", "median");
    }

    @Test
    void aSavedModelIsConvertedInspectedAndComparedLikeAFile() throws Exception {
        String saved = Golden.file("mnist_keras/saved_model/saved_model.pb")
                .resolveSibling(".")
                .normalize()
                .toString();
        Path converted = folder.resolve("saved.tflite");
        Path x = Golden.file("mnist_keras/x.npy");

        CommandRun convert = CommandRun.of("convert", saved, "-o", converted.toString());
        CommandRun compare = CommandRun.of("compare", saved, converted.toString(), "--data", x.toString());

        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(compare.exitCode()).as(compare.err()).isZero();
        assertThat(compare.out()).contains("saved.tflite").contains("1.0000");
    }

    @Test
    void convertSaysWhatItDidAndWhatToTryNext() throws Exception {
        Path dynamic = folder.resolve("dynamic.tflite");

        CommandRun run = CommandRun.of("convert", keras.toString(), "-o", dynamic.toString(), "--quantize", "dynamic");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "Converted  " + keras + " (",
                        " to " + dynamic + " (",
                        String.format("%% of the float size, %,d)", Files.size(tflite)),
                        "Next: espalier benchmark " + dynamic);
        assertThat(Files.size(dynamic)).isLessThan(Files.size(tflite) / 3);
    }

    @Test
    void weightsInFloat16AreExpandedBeforeTheyAreQuantizedAndANoteSaysSo() throws Exception {
        Path file = Files.write(folder.resolve("half.tflite"), half);
        Path dynamic = folder.resolve("half-dynamic.tflite");

        CommandRun run = CommandRun.of("quantize", file.toString(), "-o", dynamic.toString(), "--recipe", "dynamic");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("weights stored in float16 were expanded to float32 first");
        assertThat(Files.readAllBytes(dynamic)).hasSizeLessThan(half.length * 2 / 3);
    }

    @ParameterizedTest
    @CsvSource({"float16, 0.55", "dynamic, 0.3", "weight_only_int8, 0.3", "weight_only_int4, 0.2"})
    void quantizeSaysWhatItDidAndMakesTheFileThatConvertMakes(String recipe, double share) throws Exception {
        Path quantized = folder.resolve(recipe + ".quantized.tflite");
        Path converted = folder.resolve(recipe + ".converted.tflite");

        CommandRun run = CommandRun.of("quantize", tflite.toString(), "-o", quantized.toString(), "--recipe", recipe);
        CommandRun.of("convert", keras.toString(), "-o", converted.toString(), "--quantize", recipe);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("Quantized  " + tflite, " to " + quantized, "Next: espalier benchmark " + quantized);
        assertThat(Files.size(quantized)).isLessThan((long) (Files.size(tflite) * share));
        assertThat(GraphReader.read(quantized).subgraphs())
                .isEqualTo(GraphReader.read(converted).subgraphs());
        assertThat(GraphReader.read(quantized)
                        .metadata(Metadata.PROVENANCE)
                        .orElseThrow()
                        .asText())
                .contains("\"recipe\":\"quantize " + recipe, "net.tflite ");
    }

    @Test
    void quantizeSaysThatARecipeQuantizesNothing() throws Exception {
        String same = folder.resolve("same.tflite").toString();

        CommandRun run = CommandRun.of("quantize", tflite.toString(), "-o", same, "--recipe", "none");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("Optimized  ", "no operator quantized: 'none' only optimizes the graph");
    }

    @Test
    void quantizeTakesARecipeFromAFile() throws Exception {
        Path recipe = Files.writeString(folder.resolve("mine.yaml"), """
                quantize: dynamic
                keep_float: [dense]
                """);
        Path quantized = folder.resolve("mine.out.tflite");

        CommandRun run =
                CommandRun.of("quantize", tflite.toString(), "-o", quantized.toString(), "--recipe", recipe.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(GraphReader.read(quantized).main())
                .isEqualTo(GraphReader.read(tflite).main());
    }

    @Test
    void convertHandsDataSetAndSeedOn() throws Exception {
        Path trained = folder.resolve("trained.h5");
        Path converted = folder.resolve("trained.tflite");
        KerasFormat.H5.write(MnistLab.network(1), Provenance.here("train", "mnist", 42L, List.of()), trained);

        CommandRun run = CommandRun.of("convert", trained.toString(), "-o", converted.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        Provenance provenance = Provenance.fromJson(GraphReader.read(converted)
                .metadata(Metadata.PROVENANCE)
                .orElseThrow()
                .asText());
        assertThat(provenance.dataset()).isEqualTo("mnist");
        assertThat(provenance.seed()).isEqualTo(42);
        assertThat(provenance.parents()).hasSize(1).first().asString().startsWith("trained.h5 ");
    }

    @Test
    void convertDoesNotReplaceAFileUnlessForced() throws Exception {
        Path existing = Files.writeString(folder.resolve("mine.tflite"), "mine");

        CommandRun refused = CommandRun.of("convert", keras.toString(), "-o", existing.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(existing + ": already exists", "--force");
        assertThat(existing).hasContent("mine");
        assertThat(CommandRun.of("convert", keras.toString(), "-o", existing.toString(), "--force")
                        .exitCode())
                .isZero();
    }

    @Test
    void summaryShowsTheLayers() throws Exception {
        CommandRun run = CommandRun.of("summary", keras.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("conv2d (Conv2D)", "Total params: 20410 (79.73 KB)");
        assertThat(run.err()).startsWith("Next: espalier convert " + keras).hasLineCount(1);
    }

    @Test
    void inspectShowsOperatorsAndTensorsAsTextAndAsJson() throws Exception {
        CommandRun text = CommandRun.of("inspect", tflite.toString());
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("inspect", tflite.toString(), "--json").out());

        assertThat(text.out()).contains("CONV_2D(", "conv2d/kernel");
        assertThat(json.isObject()).isTrue();
        assertThat(json.toString()).contains("CONV_2D");
    }

    @Test
    void inspectAndConvertNeverLoadTensorFlow() throws Exception {
        List<String> logClasses = List.of("-Xlog:class+load");
        Path other = folder.resolve("other.tflite");

        CommandRun inspect = CommandRun.of(logClasses, "inspect", tflite.toString());
        CommandRun convert = CommandRun.of(logClasses, "convert", keras.toString(), "-o", other.toString());

        assertThat(inspect.out()).contains("io.espalier.lite").doesNotContain("org.tensorflow", "org.bytedeco");
        assertThat(convert.out()).contains("io.espalier.lite").doesNotContain("org.tensorflow", "org.bytedeco");
    }

    @Test
    void convertReadsASavedModelWithoutLookingForAndroid() throws Exception {
        Path served = folder.resolve("served");
        CommandRun.of("export", keras.toString(), "--to", "saved-model", "-o", served.toString());

        CommandRun convert = CommandRun.of(
                List.of("-Xlog:class+load"),
                "convert",
                served.toString(),
                "-o",
                folder.resolve("served.tflite").toString());

        assertThat(convert.out()).contains("com.google.protobuf.").doesNotContain("com.google.protobuf.Android");
    }

    @Test
    void aNoteTellsWhatAGraphModelKeepsOfTrainingInIntegers() throws Exception {
        Path trained = Golden.file("mnist_logits_qat/saved_model");

        CommandRun run = CommandRun.of(
                "export",
                trained.toString(),
                "--to",
                "tfjs-graph",
                "-o",
                folder.resolve("graph").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "tfjs-graph files hold no ranges of quantization-aware training, only arithmetic that rounds as"
                                + " they do; keep " + trained);
    }

    @Test
    void evaluateAgreesBetweenTensorFlowAndTheTfliteRuntime() throws Exception {
        JsonNode inTensorFlow = evaluate(keras);
        JsonNode inTflite = evaluate(tflite);

        assertThat(inTflite.get("examples").asInt()).isEqualTo(1000);
        assertThat(inTflite.get("correct")).isEqualTo(inTensorFlow.get("correct"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.h5", "net.tflite"})
    void evaluateSaysThatAModelOnlyGuesses(String model) {
        CommandRun run = CommandRun.of("evaluate", folder.resolve(model).toString(), "--data", "mnist-sample");

        assertThat(run.err()).contains("Note: " + folder.resolve(model) + " has accuracy 0.", "guessing", "--scale");
    }

    private static JsonNode evaluate(Path model) throws Exception {
        CommandRun run = CommandRun.of("evaluate", model.toString(), "--data", "mnist-sample", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void evaluateRemarksThatTheDataHaveFewerClassesThanTheModelKnows() throws Exception {
        for (String name : List.of("cat", "dog")) {
            Path pictures = Files.createDirectories(folder.resolve("pictures").resolve(name));
            ImageIO.write(
                    new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB),
                    "png",
                    pictures.resolve("1.png").toFile());
        }

        CommandRun run = CommandRun.of(
                "evaluate",
                tflite.toString(),
                "--data",
                folder.resolve("pictures").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("has 2 classes, the model has 10");
    }

    @Test
    void benchmarkTellsMedianAndPercentile() throws Exception {
        CommandRun run = CommandRun.of("benchmark", tflite.toString(), "--runs", "20", "--json");

        JsonNode latency = new JsonMapper().readTree(run.out()).get("latencyMicros");
        assertThat(latency.get("median").asDouble()).isPositive();
        assertThat(latency.get("p95").asDouble())
                .isGreaterThanOrEqualTo(latency.get("median").asDouble());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | inspct x.tflite                          | did you mean 'inspect'",
                "2 | lab mnits                                | did you mean 'mnist'",
                "2 | lab mnist --epochs 0                     | --epochs must be 1 or more",
                "2 | convert @/net.h5                         | --output",
                "2 | convert @/net.h5 -o @/x.tflite --quantize int3  | dynamic",
                "2 | convert @/net.tflite -o @/x.tflite              | already a .tflite file",
                "2 | quantize @/net.h5 -o @/x.tflite --recipe dynamic | espalier convert",
                "2 | quantize @/net.tflite -o @/x.tflite            | --recipe",
                "2 | quantize @/net.tflite -o @/x.tflite --recipe dynamc | did you mean 'dynamic'",
                "2 | quantize @/net.tflite -o @/net.tflite --recipe dynamic --force | this is the input model",
                "3 | quantize @/net.tflite -o @/x.tflite --recipe @/none.yaml | no such file",
                "3 | quantize @/net.tflite -o @/x.tflite --recipe @/bad.yaml | bad.yaml: line 1, column 1: unknown key 'quantise'",
                "3 | quantize @/integers.tflite -o @/x.tflite --recipe dynamic | integers.tflite: the model is already quantized",
                "3 | quantize @/cut.tflite -o @/x.tflite --recipe dynamic | cut.tflite",
                "2 | evaluate @/net.tflite --data mnits       | mnist-sample",
                "2 | evaluate @/net.tflite --data=            | the name of the data is empty",
                "2 | benchmark @/net.tflite --runs 0          | --runs",
                "3 | benchmark @/net.tflite --input @/none.npz | no such file",
                "2 | evaluate @/net.tflite --data mnist-sample --weights @/w.h5 | --weights is for a .json architecture, but",
                "2 | evaluate @/saved --data mnist-sample --weights @/w.h5 | Try: espalier evaluate @/saved --data mnist-sample",
                "2 | convert @/saved -o @/x.tflite --weights @/w.h5 | saved holds weights of its own; leave it out",
                "2 | convert @/net.h5 -o @/x.tflite --weights @/w.h5 | net.h5 holds weights of its own",
                "2 | export @/web --to keras -o @/x.keras --input-weights @/w.h5 | --input-weights is for a .json architecture",
                "2 | summary @/web --weights @/w.h5 | web holds weights of its own",
                "2 | convert @/net.h5 -o @/x.keras --strict --plan -q | Try: espalier convert @/net.h5 -o @/x.keras -q",
                "2 | summary @/net.h5 --input-shape 99,99,3 | takes (28, 28), not (99, 99, 3)",
                "2 | benchmark @/net.tflite --threads 100000  | --threads must be at most 256",
                "3 | inspect @/none.tflite                    | no such file",
                "3 | summary @/text.h5                        | text.h5: not an HDF5 file",
                "3 | convert @/text.h5 -o @/y.tflite          | text.h5",
                "3 | inspect @/text.tflite                    | text.tflite",
                "3 | evaluate @/text.tflite --data mnist-sample | text.tflite",
                "3 | benchmark @/text.tflite                  | text.tflite",
                "3 | inspect @/cut.tflite                     | cut.tflite",
                "3 | benchmark @/cut.tflite                   | cut.tflite",
                "2 | convert @/net.h5 -o @/text.h5/z.tflite   | does not exist; create it first",
                "2 | convert @/net.h5 -o @ --force            | this is a folder; name a file in it",
                "2 | export @/net.h5 --to saved-model -o @/s.tflite | this is the name of a .tflite file; name a folder",
                "2 | export @/net.h5 --to saved-model -o @/s.tflite | Try: espalier export @/net.h5 --to saved-model -o @/s",
                "2 | export @/net.h5 --to saved-model --serving 1 -o @/s.h5 | this is the name of a .h5 file",
                "2 | convert @/saved -o @/saved/x.tflite      | this is in the folder of the input model",
                "2 | convert @/saved -o @/saved/x.tflite      | Try: espalier convert @/saved -o @/x.tflite",
                "2 | compare @/net.tflite @/saved --data mnist-sample --html @/saved/p.html | this is in the folder of the input model",
                "2 | benchmark @/saved --profile --csv @/saved/p.csv | this is in the folder of the input model",
                "2 | export @/net.h5 --to saved-model --serving 3 -o @/saved | this is a SavedModel itself",
                "2 | export @/web --to saved-model -o @/web/s | this is in the folder of the input model",
                "2 | export @/net.h5 --to tfjs-layers -o @/w --shard-bytes 10 | --shard-bytes must be 1024 or more, not 10",
                "2 | inspect @/srv                            | TensorFlow Serving; name one of them, such as @/srv/11",
                "2 | inspect @/srv                            | Try: espalier inspect @/srv/11",
            })
    void aMistakeGetsOneMessageAndItsExitCode(int exitCode, String arguments, String message) throws Exception {
        Files.writeString(folder.resolve("text.h5"), "no model");
        for (String version : List.of("srv/2", "srv/11")) {
            Files.writeString(Files.createDirectories(folder.resolve(version)).resolve("saved_model.pb"), "");
        }
        Files.writeString(folder.resolve("text.tflite"), "no model either, but long enough to have a header");
        Files.write(folder.resolve("cut.tflite"), Arrays.copyOf(Files.readAllBytes(tflite), 60_000));
        Files.writeString(folder.resolve("bad.yaml"), "quantise: dynamic");
        Files.write(folder.resolve("integers.tflite"), integers);
        String[] words = arguments.strip().replace("@", folder.toString()).split(" ");

        CommandRun run = CommandRun.of(words);

        assertThat(run.err())
                .startsWith("espalier: ")
                .contains(message.strip().replace("@", folder.toString()))
                .doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(folder.toFile().list())
                .doesNotContain("x.tflite", "y.tflite")
                .noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void aProcessOfTheCommandEndsWithItsExitCode() throws Exception {
        CommandRun run = CommandRun.of(
                List.of(), "inspect", folder.resolve("none.tflite").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("espalier: ").contains("no such file");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void debugAddsTheStackTrace() throws Exception {
        Path text = Files.write(folder.resolve("text.h5"), "no model".getBytes(StandardCharsets.UTF_8));

        CommandRun run = CommandRun.of("summary", text.toString(), "--debug");

        assertThat(run.err()).contains("text.h5", "\tat io.espalier");
    }
}
