// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Tensor;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code export --to tflm}. */
class MicroExportCommandTest {
    private static final Path MODEL = Golden.file("mnist_softmax/int8.tflite");

    @TempDir
    Path folder;

    @Test
    void theFilesHoldTheModelAndWhatItNeedsIsTold() throws IOException {
        CommandRun run = export(MODEL, "--name", "digits");

        assertThat(run.err())
                .contains("Exported", "Arena", "bytes, estimated: ", "Flash", "with CMSIS-NN", "stack comes on top");
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/digits.cc");
        assertThat(folder.resolve("out/digits.h"))
                .content()
                .contains("digits_size = " + Files.size(MODEL) + ";", "// Input 0 ");
        assertThat(folder.resolve("out/digits_ops.h")).content().contains("Register_CONV_2D_INT8()");
    }

    @Test
    void programsGetEverythingAsJson() throws IOException {
        CommandRun run = export(MODEL, "--strip", "--compress", "lut", "--json");
        JsonNode json = JsonTree.parse(run.out());

        assertThat(json.path("arena").path("bytes").asLong())
                .isEqualTo(json.path("arena").path("planned").asLong()
                        + json.path("arena").path("persistent").asLong());
        assertThat(json.path("flash").path("basis").asText()).startsWith("estimated: ");
        assertThat(json.path("bytes").asLong()).isLessThan(Files.size(MODEL));
        assertThat(json.path("weights"))
                .isNotEmpty()
                .allMatch(weights -> weights.path("form").asText().equals("plain"));
        assertThat(json.path("weights").get(0).path("reason").asText()).isNotEmpty();
    }

    @Test
    void anOpenBatchBecomesOneExampleOrAsManyAsAsked() throws IOException {
        Path model = folder.resolve("dense.tflite");
        GraphWriter.write(
                Converter.convert(Model.sequential().input(64).add(Dense.of(8)).build(1)), model);

        assertThat(export(model, "--batch", "3").exitCode()).isZero();
        assertThat(folder.resolve("out/dense.h")).content().contains("float32 3 x 64");
        assertThat(export(model, "--force").exitCode()).isZero();
        assertThat(folder.resolve("out/dense.h")).content().contains("float32 1 x 64");
        assertThat(export(model, "--batch", "0", "--force").err()).contains("--batch");
    }

    @Test
    void inspectShowsHowWeightsAreStored() throws IOException {
        Path model = folder.resolve("clustered.tflite");
        Model dense = Model.sequential().input(64).add(Dense.of(64)).build(1);
        GraphWriter.write(
                Converter.convert(dense.withWeights(dense.weights().map((key, value) -> {
                    float[] values = value.toArray();
                    Arrays.setAll(new Float[values.length], i -> values[i] = i % 7);
                    return Tensor.of(value.shape(), values);
                }))),
                model);
        export(model, "--compress", "lut");
        Path stored = Files.write(folder.resolve("stored.tflite"), array(folder.resolve("out/clustered.cc")));

        CommandRun text = CommandRun.of("inspect", stored.toString());
        JsonNode json = JsonTree.parse(
                CommandRun.of("inspect", stored.toString(), "--json").out());

        assertThat(text.out()).contains("TFLM_DECODE", "Weights that TFLite Micro decodes", "TFLite Micro: runs");
        assertThat(json.path("decodedWeights").get(0).path("form").asText()).isEqualTo("lut");
        assertThat(json.path("decodedWeights").get(0).path("bits").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "mnist_keras/dynamic.tflite, 3, hybrid: int8 weights beside float activations",
        "mnist_keras/float16.tflite, 3, an operand is FLOAT16"
    })
    void whatMicrocontrollersDoNotRunIsRefused(String file, int code, String reason) {
        CommandRun run = export(Golden.file(file));

        assertThat(run.err()).contains("TFLite Micro cannot run it. Op#", reason, "use float32, or int8 with --strict");
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void badNamesFormsAndFoldersAreRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("out"));
        Files.writeString(other.resolve("notes.txt"), "mine");

        assertThat(export(MODEL).err()).contains("this folder holds other files; name a new one");
        assertThat(export(MODEL, "--name", "while").err()).contains("'while' is no name for C");
        assertThat(export(MODEL, "--compress", "lutt").err()).contains("--compress lutt: unknown", "lut");
        assertThat(CommandRun.of(
                                "export",
                                MODEL.toString(),
                                "--to",
                                "c",
                                "--strip",
                                "-o",
                                folder.resolve("c").toString())
                        .err())
                .contains("--strip is not for --to c");
    }

    /** Bytes of the arena and of flash with the reference kernels, as measured; docs/microcontrollers.md. */
    @Tag("conformance")
    @ParameterizedTest
    @CsvSource({
        "image_classification/trained_models/pretrainedResnet_quant.tflite, 54340, 136608",
        "visual_wake_words/trained_models/vww_96_int8.tflite, 100660, 369128"
    })
    void theArenaOfMlPerfsNetworksIsTheOneThatWasMeasured(String file, long arena, long flash) throws IOException {
        CommandRun run = export(Assets.file("mlperf_tiny/" + file), "--json");
        JsonNode json = JsonTree.parse(run.out());

        assertThat(json.path("arena").path("bytes").asLong()).isEqualTo(arena);
        assertThat(json.path("flash").path("bytes").asLong()).isEqualTo(flash);
    }

    @Tag("conformance")
    @Test
    void theArrayCompilesAndHoldsTheFile() throws Exception {
        export(MODEL, "--name", "digits");
        Path out = folder.resolve("out");
        standInForTheResolver(out);
        Files.writeString(out.resolve("main.cc"), """
                #include <cstdint>
                #include <cstdio>
                #include "digits.h"
                #include "digits_ops.h"

                int main() {
                  tflite::MicroMutableOpResolver<digits_ops> resolver;
                  if (digits_add_ops(resolver) != kTfLiteOk || resolver.added != digits_ops) return 3;
                  if (reinterpret_cast<std::uintptr_t>(digits_data) % 16 != 0) return 1;
                  return std::fwrite(digits_data, 1, digits_size, stdout) == digits_size ? 0 : 2;
                }
                """);

        run(
                out,
                "c++",
                "-std=c++17",
                "-Wall",
                "-Wextra",
                "-pedantic",
                "-Werror",
                "-I.",
                "digits.cc",
                "main.cc",
                "-o",
                "main");
        Path written = folder.resolve("written");
        int code = new ProcessBuilder(out.resolve("main").toString())
                .redirectOutput(written.toFile())
                .start()
                .waitFor();

        assertThat(code).isZero();
        assertThat(written).hasSameBinaryContentAs(MODEL);
    }

    /** Headers with the names and calls of TFLite Micro's, for C++ alone. */
    private static void standInForTheResolver(Path out) throws IOException {
        Path micro = Files.createDirectories(out.resolve("tensorflow/lite/micro/kernels"));
        Files.writeString(micro.resolve("../micro_mutable_op_resolver.h"), """
                enum TfLiteStatus { kTfLiteOk, kTfLiteError };
                #define TF_LITE_ENSURE_STATUS(call) if ((call) != kTfLiteOk) return kTfLiteError
                namespace tflite {
                struct TFLMRegistration {};
                inline TFLMRegistration Register_CONV_2D_INT8() { return {}; }
                inline TFLMRegistration Register_MAX_POOL_2D_INT8() { return {}; }
                inline TFLMRegistration Register_FULLY_CONNECTED_INT8() { return {}; }
                inline TFLMRegistration Register_SOFTMAX_INT8() { return {}; }
                template <unsigned int tOpCount>
                struct MicroMutableOpResolver {
                  unsigned int added = 0;
                  TfLiteStatus Add() { return added++ < tOpCount ? kTfLiteOk : kTfLiteError; }
                  TfLiteStatus AddReshape() { return Add(); }
                  TfLiteStatus AddConv2D(const TFLMRegistration&) { return Add(); }
                  TfLiteStatus AddMaxPool2D(const TFLMRegistration&) { return Add(); }
                  TfLiteStatus AddFullyConnected(const TFLMRegistration&) { return Add(); }
                  TfLiteStatus AddSoftmax(const TFLMRegistration&) { return Add(); }
                };
                }
                """);
        for (String kernel : List.of("conv", "pooling", "fully_connected", "softmax")) {
            Files.writeString(micro.resolve(kernel + ".h"), "");
        }
    }

    private static void run(Path directory, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static byte[] array(Path source) throws IOException {
        String text = Files.readString(source);
        String numbers = text.substring(text.indexOf('{') + 1, text.indexOf('}'));
        return HexFormat.of().parseHex(numbers.replaceAll("0x|[,\\s]", ""));
    }

    private CommandRun export(Path model, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "export",
                model.toString(),
                "--to",
                "tflm",
                "-o",
                folder.resolve("out").toString()));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
