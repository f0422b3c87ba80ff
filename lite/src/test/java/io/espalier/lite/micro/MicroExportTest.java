// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.micro.decode.DecodedWeights;
import io.espalier.lite.micro.decode.SmallNetworks;
import io.espalier.lite.micro.decode.SmallNetworks.Network;
import io.espalier.lite.micro.decode.WeightForm;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicroExportTest {
    private static final MicroOptions DIGITS = new MicroOptions("digits", WeightForm.NONE, false);

    @TempDir
    private Path folder;

    static Stream<Network> networks() {
        return SmallNetworks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theArrayHoldsTheBytesOfTheFile(Network network) throws IOException {
        MicroExport export = MicroExport.of("m", network.graph(), Optional.empty(), DIGITS);
        export.write(folder);

        assertThat(array(folder.resolve("digits.cc"))).isEqualTo(export.file().toBytes());
        assertThat(GraphReader.read(export.file().asByteBuffer())).isEqualTo(export.graph());
        assertThat(Files.readString(folder.resolve("digits.h")))
                .contains(
                        "constexpr unsigned int digits_size = " + export.file().size() + ";")
                .contains("constexpr unsigned int digits_arena_estimate = ");
        assertThat(Files.readString(folder.resolve("digits_ops.h")))
                .contains("constexpr unsigned int digits_ops = "
                        + export.resolverCalls().size() + ";");
    }

    @Test
    void aFileThatNeedsNoChangeIsWrittenAsItIs() {
        Buffer original = Buffer.ofBytes(GraphWriter.toBytes(LabNetworks.of(true, 12)));

        MicroExport kept = MicroExport.of("m", LabNetworks.of(true, 12), Optional.of(original), DIGITS);

        assertThat(kept.file()).isSameAs(original);
    }

    @Test
    void integersGetTheKernelsForTheirTypeAlone() throws IOException {
        MicroExport export = MicroExport.of("m", LabNetworks.of(true, 12), Optional.empty(), DIGITS);
        export.write(folder);

        assertThat(export.resolverCalls())
                .containsExactly(
                        "AddReshape()",
                        "AddConv2D(tflite::Register_CONV_2D_INT8())",
                        "AddMaxPool2D(tflite::Register_MAX_POOL_2D_INT8())",
                        "AddFullyConnected(tflite::Register_FULLY_CONNECTED_INT8())",
                        "AddSoftmax(tflite::Register_SOFTMAX_INT8())");
        assertThat(Files.readString(folder.resolve("digits_ops.h")))
                .contains("#include \"tensorflow/lite/micro/kernels/fully_connected.h\"")
                .contains("  TF_LITE_ENSURE_STATUS(resolver.AddConv2D(tflite::Register_CONV_2D_INT8()));");
        assertThat(MicroExport.of("m", floats(), Optional.empty(), DIGITS).resolverCalls())
                .containsExactly("AddFullyConnected()");
    }

    @Test
    void everyOperatorThatTheTableGivesToMicrocontrollersHasACall() {
        assertThat(Arrays.stream(BuiltinOperator.values())
                        .map(builtin -> Operator.of(OperatorCode.of(builtin, 1), Ints.EMPTY, Ints.EMPTY, Options.NONE))
                        .filter(operator -> !OperatorTable.of(operator).micro().isEmpty())
                        .map(Operator::code)
                        .filter(code -> ResolverTable.method(code).isEmpty())
                        .map(OperatorCode::name))
                .isEmpty();
    }

    @Test
    void strippedFilesHoldNoNamesAndComputeTheSame() {
        Graph graph = LabNetworks.of(true, 12);

        MicroExport export = MicroExport.of("m", graph, Optional.empty(), new MicroOptions("m", WeightForm.NONE, true));

        assertThat(export.graph().main().tensors()).extracting(Tensor::name).containsOnly("");
        assertThat(export.graph().main().operators()).isEqualTo(graph.main().operators());
        assertThat(export.file().size()).isLessThan(GraphWriter.toBytes(graph).length);
        assertThat(export.weights()).extracting(weights -> weights.name()).containsOnly("w");
    }

    @Test
    void compressedWeightsAreToldWithWhatTheyCost() {
        MicroExport export = MicroExport.of(
                "m", LabNetworks.of(false, 12), Optional.empty(), new MicroOptions("m", WeightForm.AUTO, true));

        assertThat(export.resolverCalls()).contains("AddDecode()");
        assertThat(export.notes())
                .containsExactly("decoded weights lie in the arena, which grows by 12,304 bytes;"
                        + " the kernel that decodes takes 6,320 bytes of flash");
        assertThat(export.flash().reference()).isEqualTo(32_912 + 6_320);
        assertThat(DecodedWeights.read(export.file()).graph().main().operators())
                .hasSize(5);
    }

    @Test
    void weightsAreNotCompressedTwice() {
        MicroExport once = MicroExport.of(
                "m", LabNetworks.of(false, 12), Optional.empty(), new MicroOptions("m", WeightForm.LUT, false));

        assertThatExceptionOfType(MicroException.class)
                .isThrownBy(() -> MicroExport.of("m", once.graph(), Optional.empty(), once.options()))
                .withMessage("m: its weights are stored for TFLite Micro already; leave --compress out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras/dynamic.tflite", "mnist_keras/float16.tflite"})
    void hybridAndFloat16ModelsAreRefusedByOperatorReasonAndRemedy(String file) throws IOException {
        Graph graph = GraphReader.read(Golden.file(file));

        assertThatExceptionOfType(MicroException.class)
                .isThrownBy(() -> MicroExport.of(file, graph, Optional.empty(), DIGITS))
                .withMessageStartingWith(file + ": TFLite Micro cannot run it. Op#")
                .withMessageMatching("(?s).*(hybrid: int8 weights beside float activations|an operand is FLOAT16).*")
                .withMessageContaining("; use float32, or int8 with --strict");
    }

    @Test
    void openShapesUnknownOperatorsAndOtherZeroPointsAreRefused() {
        Tensor open = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, -1));
        assertRefused(
                graph(open, BuiltinOperator.RELU), "tensor 'x' has the open shape [1, -1]; give the model its size");
        assertRefused(
                graph(Tensor.activation("x", TensorType.FLOAT32, Ints.of(4)), BuiltinOperator.CONV_3D),
                "Op#0 CONV_3D: no kernel");
        Tensor percent = Tensor.activation("x", TensorType.INT8, Ints.of(1, 4))
                .withQuantization(Quantization.perTensor(0.1f, 3));
        assertRefused(
                graph(percent, BuiltinOperator.SOFTMAX), "Op#0 SOFTMAX: the zero point of its output is not -128");
    }

    @Test
    void memoryThatIsNotCountedIsTold() {
        Graph stateful = graph(Tensor.activation("x", TensorType.RESOURCE, Ints.of()), BuiltinOperator.VAR_HANDLE);

        assertThat(MicroExport.of("m", stateful, Optional.empty(), DIGITS).notes())
                .containsExactly(
                        "its variables need a tflite::MicroResourceVariables, whose memory is not in the estimates");
    }

    @Test
    void aNameThatIsNoneInCIsRefused() {
        assertThatExceptionOfType(CExportException.class)
                .isThrownBy(() -> new MicroOptions("2digits", WeightForm.NONE, false))
                .withMessageStartingWith("'2digits' is no name for C");
    }

    @Test
    void noNameOfATensorEndsAComment() throws IOException {
        Tensor odd = Tensor.activation("in\nput\\", TensorType.FLOAT32, Ints.of(4));
        MicroExport.of("m", graph(odd, BuiltinOperator.RELU), Optional.empty(), DIGITS)
                .write(folder);

        assertThat(Files.readString(folder.resolve("digits.h"))).contains("// Input 0 'in?put?': float32 4\n");
    }

    private static void assertRefused(Graph graph, String problem) {
        assertThatExceptionOfType(MicroException.class)
                .isThrownBy(() -> MicroExport.of("m", graph, Optional.empty(), DIGITS))
                .withMessageContaining(problem);
    }

    private static Graph graph(Tensor tensor, BuiltinOperator builtin) {
        Operator operator = Operator.of(OperatorCode.of(builtin, 1), Ints.of(0), Ints.of(1), Options.NONE);
        Subgraph main = new Subgraph("main", List.of(tensor, tensor), Ints.of(0), Ints.of(1), List.of(operator));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static Graph floats() {
        Tensor weights = Tensor.constant("w", TensorType.FLOAT32, Ints.of(1, 4), Buffer.ofFloats(1, 2, 3, 4));
        Operator operator = Operator.of(
                OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 1),
                Ints.of(0, 1),
                Ints.of(2),
                Options.of(OptionsTable.FULLY_CONNECTED));
        Subgraph main = new Subgraph(
                "main",
                List.of(
                        Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 4)),
                        weights,
                        Tensor.activation("y", TensorType.FLOAT32, Ints.of(1, 1))),
                Ints.of(0),
                Ints.of(2),
                List.of(operator));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    /** The numbers between the braces. */
    private static byte[] array(Path source) throws IOException {
        String text = Files.readString(source);
        String numbers = text.substring(text.indexOf('{') + 1, text.indexOf('}'));
        return HexFormat.of().parseHex(numbers.replaceAll("0x|[,\\s]", ""));
    }
}
