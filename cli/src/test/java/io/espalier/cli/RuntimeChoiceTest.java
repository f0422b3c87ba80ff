// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The options {@code --for} and {@code --portable}. */
class RuntimeChoiceTest {
    @TempDir
    private static Path folder;

    private static Path keras;
    private static Path tflite;

    @BeforeAll
    static void convertTheLabsNetwork() throws IOException {
        keras = folder.resolve("net.h5");
        tflite = folder.resolve("net.tflite");
        KerasFormat.H5.write(MnistLab.network(1), null, keras);
        CommandRun.of("convert", keras.toString(), "-o", tflite.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "litert-js             | --calibrate mnist-sample | int8",
                "armnn,tflite          | --calibrate mnist-sample | int8, portable",
                "tflite-micro,int8-only | --calibrate mnist-sample | int8, input_type int8, output_type int8, strict",
                "litert-js,tflite      | --quiet                  | dynamic",
                "tfjs-tflite           | --quiet                  | dynamic, portable",
                "opencv                | --quiet                  | float16, portable",
                "opencv,armnn          | --quiet                  | none, portable",
            })
    void aRecipeIsChosenThatAllRuntimesRunWell(String runtimes, String options, String recipe) throws Exception {
        for (String command : new String[] {"convert", "quantize"}) {
            CommandRun run = run(command, "chosen.tflite", "--force --json --for " + runtimes + " " + options);

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("\"recipe\" : \"" + recipe + "\"");
            Graph graph = GraphReader.read(folder.resolve("chosen.tflite"));
            assertThat(Stream.of(runtimes.split(",")).map(Target::of))
                    .allMatch(target -> target.verdict(graph) == Verdict.RUNS);
        }
    }

    /** Kinds of networks, as small as they can be. */
    enum Network {
        RESIDUAL {
            @Override
            Model build() {
                FunctionalBuilder graph = Model.functional();
                SymbolicTensor image = graph.input(8, 8, 3);
                SymbolicTensor left = graph.apply(Conv2D.of(4, 3).withPadding(Padding.SAME), image);
                SymbolicTensor right = graph.apply(ReLU.max(6), graph.apply(Conv2D.of(4, 1), image));
                SymbolicTensor sum = graph.apply(new Add(), left, right);
                return graph.build(1, graph.apply(Dense.of(3), graph.apply(new Flatten(), sum)));
            }
        },
        DEPTHWISE {
            @Override
            Model build() {
                return Model.sequential()
                        .input(8, 8, 3)
                        .add(DepthwiseConv2D.of(3).withActivation(ActivationFunction.HARD_SWISH))
                        .add(Conv2D.of(64, 1))
                        .add(new GlobalAveragePooling2D())
                        .add(Dense.of(40).withActivation(ActivationFunction.SOFTMAX))
                        .build(1);
            }
        },
        SEQUENCE {
            @Override
            Model build() {
                return Model.sequential()
                        .input(12, 4)
                        .add(Conv1D.of(8, 3))
                        .add(new GlobalAveragePooling1D())
                        .add(Dense.of(1).withActivation(ActivationFunction.SIGMOID))
                        .build(1);
            }
        },
        RECURRENT {
            @Override
            Model build() {
                return Model.sequential()
                        .input(5, 4)
                        .add(LSTM.of(6))
                        .add(Dense.of(2))
                        .build(1);
            }
        },
        SEVERAL_INPUTS_AND_OUTPUTS {
            @Override
            Model build() {
                FunctionalBuilder graph = Model.functional();
                SymbolicTensor both = graph.apply(new Concatenate(), graph.input(6), graph.input(4));
                SymbolicTensor hidden = graph.apply(Dense.of(16).withActivation(ActivationFunction.TANH), both);
                return graph.build(1, graph.apply(Dense.of(3), hidden), graph.apply(Dense.of(1), hidden));
            }
        };

        abstract Model build();
    }

    @ParameterizedTest
    @EnumSource
    void eachRuntimeGetsAFileOfEachKindOfNetworkOrAReason(Network network) throws Exception {
        Path model = folder.resolve(network + ".h5");
        KerasFormat.H5.write(network.build(), null, model);
        for (Target target : Target.values()) {
            Path file = folder.resolve(network + "-" + target.id() + ".tflite");

            CommandRun run = CommandRun.of("convert", model.toString(), "-o", file.toString(), "--for", target.id());

            if (run.exitCode() == 0) {
                assertThat(target.findings(GraphReader.read(file)))
                        .as("%s for %s", network, target)
                        .isEmpty();
            } else {
                assertThat(run.err()).contains("found no file that runs well in " + target.title(), "will not do");
                assertThat(file).doesNotExist();
            }
        }
    }

    @Test
    void whatWasTriedIsSaid() throws Exception {
        CommandRun run = run("quantize", "said.tflite", "--for opencv");

        assertThat(run.err())
                .contains(
                        "'int8' was left out: it needs calibration (--calibrate DATA)",
                        "'dynamic, portable' will not do: OpenCV dnn 4.13 refuses it",
                        "'float16, portable' makes a file that runs well in OpenCV dnn 4.13");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "3 | --for int8-only,litert-js --calibrate mnist-sample | they contradict each other about inputs and outputs: int8-only accelerator takes int8, LiteRT.js",
                "3 | --recipe dynamic --for armnn                       | 'dynamic, portable' will not do: ArmNN 20.08 refuses it",
                "2 | --for opencv@3                                     | Espalier knows version 4.13, not 3",
                "2 | --for open-cv                                      | did you mean 'opencv'?",
                "2 | --recipe int8 --calibrate mnist-sample --input-type int8 --for litert-js | LiteRT.js 2.5.3 takes float32 or uint8 only",
                "2 | --portable                                         | missing --recipe: none, float16",
            })
    void whatCannotBeIsSaidAndNothingIsWritten(int exitCode, String options, String message) throws Exception {
        CommandRun run = run("quantize", "none.tflite", options);

        assertThat(run.err()).contains(message).containsOnlyOnce("espalier: ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(folder.resolve("none.tflite")).doesNotExist();
    }

    private static CommandRun run(String command, String output, String options) throws Exception {
        Path model = command.equals("convert") ? keras : tflite;
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                command,
                                model.toString(),
                                "-o",
                                folder.resolve(output).toString()),
                        Stream.of(options.strip().split(" +")))
                .toArray(String[]::new));
    }
}
