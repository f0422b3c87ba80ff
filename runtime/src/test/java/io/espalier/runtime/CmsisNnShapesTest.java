// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.testing.rig.CmsisNn;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms that CMSIS-NN treats apart: rows, points, channels that are no multiple of four, multiplied channels, borders, odd numbers of outputs. */
@Tag("conformance")
class CmsisNnShapesTest {
    private static final long SEED = 31;
    private static final String ACTIVATION = "fused_activation_function";

    private final TogetherInC all = new TogetherInC();

    @Test
    void everyFormAnswersLikeOurOwnKernels(@TempDir Path folder) throws IOException {
        convolution(Ints.of(1, 5, 5, 1), Ints.of(3, 3, 3, 1), 1, Padding.SAME);
        convolution(Ints.of(1, 7, 6, 6), Ints.of(5, 4, 4, 6), 2, Padding.SAME);
        convolution(Ints.of(2, 3, 3, 17), Ints.of(4, 2, 3, 17), 1, Padding.VALID);
        convolution(Ints.of(1, 1, 9, 4), Ints.of(3, 1, 3, 4), 1, Padding.SAME);
        convolution(Ints.of(1, 1, 10, 4), Ints.of(2, 1, 3, 4), 2, Padding.VALID);
        convolution(Ints.of(1, 3, 5, 37), Ints.of(5, 1, 1, 37), 1, Padding.SAME);
        convolution(Ints.of(3, 2, 2, 16), Ints.of(6, 1, 1, 16), 1, Padding.VALID);
        convolution(Ints.of(1, 5, 6, 22), Ints.of(7, 1, 1, 22), 2, Padding.SAME);
        depthwise(Ints.of(1, 6, 5, 8), 1, 5, 3, 1);
        depthwise(Ints.of(1, 6, 5, 5), 1, 2, 2, 1);
        depthwise(Ints.of(1, 1, 9, 6), 1, 1, 4, 2);
        depthwise(Ints.of(1, 5, 4, 9), 1, 3, 3, 2);
        depthwise(Ints.of(1, 2, 1, 12), 1, 3, 3, 1);
        depthwise(Ints.of(1, 5, 4, 2), 4, 3, 3, 1);
        depthwise(Ints.of(1, 9, 8, 1), 8, 4, 5, 2);
        depthwise(Ints.of(1, 5, 4, 3), 2, 3, 2, 1);
        dense(2, 37, 10);
        dense(1, 4, 1);
        pool(BuiltinOperator.MAX_POOL_2D);
        pool(BuiltinOperator.AVERAGE_POOL_2D);
        CmsisNn library = CmsisNn.forTests(folder);

        for (Toolchain machine : List.of(Toolchain.host(), Toolchain.cortexM4(), Toolchain.cortexM55())) {
            all.answerLikeOwnKernels(CSettings.named("all"), library.linked(machine, folder));
        }
    }

    private void convolution(Ints in, Ints kernel, int stride, Padding padding) {
        Options options = moved(OptionsTable.CONV_2D, stride, padding);
        put(
                input(in).weights(kernel.toArray()).weights(kernel.get(0)),
                BuiltinOperator.CONV_2D,
                options,
                out(in, kernel.get(1), kernel.get(2), stride, padding, kernel.get(0)));
    }

    private void depthwise(Ints in, int multiplier, int height, int width, int stride) {
        int channels = in.get(3) * multiplier;
        put(
                input(in).weights(1, height, width, channels).weights(channels),
                BuiltinOperator.DEPTHWISE_CONV_2D,
                moved(OptionsTable.DEPTHWISE_CONV_2D, stride, Padding.SAME).with("depth_multiplier", multiplier),
                out(in, height, width, stride, Padding.SAME, channels));
    }

    private void dense(int vectors, int in, int out) {
        put(
                input(Ints.of(vectors, in)).weights(out, in).weights(out),
                BuiltinOperator.FULLY_CONNECTED,
                Options.of(OptionsTable.FULLY_CONNECTED).with(ACTIVATION, ActivationFunction.RELU),
                Ints.of(vectors, out));
    }

    private void pool(BuiltinOperator kind) {
        Ints in = Ints.of(1, 5, 7, 6);
        put(
                input(in),
                kind,
                Options.of(OptionsTable.POOL_2D)
                        .with("padding", Padding.SAME)
                        .with("stride_w", 2)
                        .with("stride_h", 2)
                        .with("filter_width", 3)
                        .with("filter_height", 2),
                out(in, 2, 3, 2, Padding.SAME, 6));
    }

    private static Options moved(OptionsTable table, int stride, Padding padding) {
        return Options.of(table)
                .with("padding", padding)
                .with("stride_h", stride)
                .with("stride_w", stride)
                .with("dilation_h_factor", 1)
                .with("dilation_w_factor", 1);
    }

    private static Ints out(Ints in, int height, int width, int stride, Padding padding, int channels) {
        boolean same = padding == Padding.SAME;
        return Ints.of(
                in.get(0),
                (in.get(1) - (same ? 1 : height) + stride) / stride,
                (in.get(2) - (same ? 1 : width) + stride) / stride,
                channels);
    }

    private static OneOperator input(Ints shape) {
        return new OneOperator(SEED).input(TensorType.FLOAT32, shape.toArray());
    }

    private void put(OneOperator operands, BuiltinOperator kind, Options options, Ints output) {
        Graph graph = operands.operator(kind, options, List.of(TensorType.FLOAT32), output);
        String name = kind + " "
                + graph.main().tensors().stream()
                        .map(tensor -> tensor.shape().toString())
                        .toList();
        all.add(name, graph, IntegerOptions.INT8, -2, 5);
    }
}
