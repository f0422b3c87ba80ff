// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

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
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CExportException;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is unusual about the inputs and outputs of a model, and what no operator can be. */
class BordersTest {
    private static final Quantization UNIT = Quantization.perTensor(0.5f, 1);

    @Test
    void outputsThatAreAnInputAConstantOrTheSameTensorTwiceAreCopied() {
        Tensor constant = Tensor.constant("c", TensorType.INT8, Ints.of(2), Buffer.ofBytes((byte) 7, (byte) -7));
        Graph graph = graph(
                List.of(int8("a", 3), int8("unused", 5), constant, int8("y", 3), int8("z", 1, 3)),
                Ints.of(0, 1),
                Ints.of(0, 2, 3, 4),
                operator(BuiltinOperator.RELU, Options.NONE, Ints.of(0), 3),
                operator(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), Ints.of(3), 4));

        String source = CExport.of(graph, CSettings.named("m")).source();

        assertThat(source)
                .contains(
                        "(const int8_t *in0, const int8_t *in1, int8_t *out0, int8_t *out1, int8_t *out2, int8_t *out3)")
                .contains("(void)in1;")
                .contains("lookup(&relu_0, in0, out2, 0);")
                .contains("view(&output_0, in0, out0);", "view(&output_1, constant_2, out1);")
                .contains("view(&output_0, out2, out3);");
    }

    @Test
    void everyObstacleIsNamedWithWhatToDo() {
        Tensor half = Tensor.constant("half", TensorType.FLOAT16, Ints.of(1), Buffer.ofBytes((byte) 0, (byte) 60));
        Tensor weights =
                int8("w", 2, 3).withBuffer(Buffer.ofBytes((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6));
        Tensor floats = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 3));
        Graph graph = graph(
                List.of(
                        floats,
                        half,
                        Tensor.activation("h", TensorType.FLOAT32, Ints.of(1)),
                        weights,
                        Tensor.activation("y", TensorType.FLOAT32, Ints.of(1, 2)),
                        int8("i", 3),
                        int8("j", 3)),
                Ints.of(0, 5),
                Ints.of(2, 4, 6),
                operator(BuiltinOperator.DEQUANTIZE, Options.of(OptionsTable.DEQUANTIZE), Ints.of(1), 2),
                operator(BuiltinOperator.FULLY_CONNECTED, Options.of(OptionsTable.FULLY_CONNECTED), Ints.of(0, 3), 4),
                operator(BuiltinOperator.L2_NORMALIZATION, Options.of(OptionsTable.L2_NORM), Ints.of(5), 6));

        assertThatExceptionOfType(CExportException.class)
                .isThrownBy(() -> CExport.of(graph, CSettings.named("m")))
                .withMessageContainingAll(
                        "Op#0 DEQUANTIZE: tensor 'half' is FLOAT16; export the float model",
                        "Op#1 FULLY_CONNECTED: it computes in float with integer weights; quantize with int8 --strict",
                        "Op#2 L2_NORMALIZATION: there is no kernel; use other operators");
    }

    private static Tensor int8(String name, int... shape) {
        return Tensor.activation(name, TensorType.INT8, Ints.of(shape)).withQuantization(UNIT);
    }

    private static Operator operator(BuiltinOperator kind, Options options, Ints inputs, int output) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, Ints.of(output), options);
    }

    private static Graph graph(List<Tensor> tensors, Ints inputs, Ints outputs, Operator... operators) {
        Subgraph main = new Subgraph("main", tensors, inputs, outputs, List.of(operators));
        return new Graph("", List.of(main), List.of(), List.of());
    }
}
