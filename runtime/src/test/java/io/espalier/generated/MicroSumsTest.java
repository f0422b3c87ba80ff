// SPDX-License-Identifier: Apache-2.0
package io.espalier.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sums in int8, rounded twice, in many scales, zero points and lengths: checksums of what the kernels of TFLite Micro answered with gemmlowp, where
 * TFLite's own reference kernels answer otherwise.
 */
@Tag("conformance")
class MicroSumsTest {
    private static final float IN = 0.037f;
    private static final int LONGEST = 50;

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();

    @Test
    void sumsAnswerAsInTfliteMicro() {
        reductions(BuiltinOperator.SUM);

        assertThat(checksum()).isEqualTo(110287603L);
    }

    @Test
    void meansAnswerAsInTfliteMicro() {
        reductions(BuiltinOperator.MEAN);

        assertThat(checksum()).isEqualTo(3300078193L);
    }

    @Test
    void productsOfAMatrixAnswerAsInTfliteMicro() {
        for (int number = 0; number < 480; number++) {
            int in = input(4, number);
            float scale = 0.011f * (1 + number % 7 / 5f);
            byte[] values = new byte[8];
            for (int place = 0; place < values.length; place++) {
                values[place] = (byte) ((number * 7 + place * 31) % 255 - 127);
            }
            Quantization scales = number % 2 == 0
                    ? Quantization.perTensor(scale, 0)
                    : Quantization.perChannel(Floats.of(scale, scale / 3), 0);
            int weights = add(Tensor.constant("w" + number, TensorType.INT8, Ints.of(2, 4), Buffer.ofBytes(values))
                    .withQuantization(scales));
            int first = number * 1237 % 20001 - 10000;
            int bias = add(Tensor.constant("b" + number, TensorType.INT32, Ints.of(2), Buffer.ofInts(first, -first)));
            output(2, Math.scalb(1 + number % 5 / 5f, number % 12 - 8), number);
            operators.add(Operator.of(
                    OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 1),
                    Ints.of(in, weights, bias),
                    Ints.of(tensors.size() - 1),
                    Options.of(OptionsTable.FULLY_CONNECTED)));
        }

        assertThat(checksum()).isEqualTo(1394716380L);
    }

    private void reductions(BuiltinOperator kind) {
        int axis = add(Tensor.constant("axis", TensorType.INT32, Ints.of(1), Buffer.ofInts(1)));
        int number = 0;
        for (int exponent = -8; exponent <= 3; exponent++) {
            for (int step = 0; step < 5; step++) {
                for (int length = 1; length <= LONGEST; length += 7) {
                    int in = input(length, number);
                    output(1, Math.scalb(1 + step / 5f, exponent) * IN, number);
                    operators.add(Operator.of(
                            OperatorCode.of(kind, 1),
                            Ints.of(in, axis),
                            Ints.of(tensors.size() - 1),
                            Options.of(OptionsTable.REDUCER).with("keep_dims", true)));
                    number++;
                }
            }
        }
    }

    private int input(int length, int number) {
        inputs.add(add(Tensor.activation("x" + number, TensorType.INT8, Ints.of(1, length))
                .withQuantization(Quantization.perTensor(IN, number * 53 % 256 - 128))));
        return tensors.size() - 1;
    }

    private void output(int length, float scale, int number) {
        outputs.add(add(Tensor.activation("y" + number, TensorType.INT8, Ints.of(1, length))
                .withQuantization(Quantization.perTensor(scale, number * 29 % 256 - 128))));
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    /** Of all outputs, one after the other, for inputs that are all -128, all -127 and so on. */
    private long checksum() {
        Graph graph = new Graph(
                "",
                List.of(new Subgraph("main", tensors, ints(inputs), ints(outputs), operators)),
                List.of(),
                List.of());
        CExport export = CExport.of(graph, CSettings.named("sums").with(SumRounding.DOUBLE));
        int bytes = (int) inputs.stream()
                .mapToLong(index -> tensors.get(index).elements())
                .sum();
        List<byte[]> filled = new ArrayList<>();
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            byte[] input = new byte[bytes];
            Arrays.fill(input, (byte) value);
            filled.add(input);
        }
        List<byte[]> answers = Rig.run(Toolchain.host(), new CModel("sums", export.header(), export.source()), filled)
                .outputs();
        CRC32 checksum = new CRC32();
        for (int place = 0; place < answers.get(0).length; place++) {
            for (byte[] answer : answers) {
                checksum.update(answer[place]);
            }
        }
        return checksum.getValue();
    }

    private static Ints ints(List<Integer> values) {
        return Ints.of(values.stream().mapToInt(Integer::intValue).toArray());
    }
}
