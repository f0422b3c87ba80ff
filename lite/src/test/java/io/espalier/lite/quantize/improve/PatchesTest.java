// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PatchesTest {
    /** 3 by 3 by 2: channel 0 counts from 1 to 9, channel 1 from 10 to 90. */
    private static final FloatBuffer PICTURE =
            FloatBuffer.wrap(new float[] {1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80, 9, 90});

    private static final Ints SHAPE = Ints.of(1, 3, 3, 2);

    @Test
    void aConvolutionSeesItsWindowRowByRow() {
        Patches patches = convolution(Padding.VALID, 1, 1);

        assertThat(patches.positions(SHAPE)).isEqualTo(4);
        assertThat(read(patches, 3, 0)).containsExactly(5, 50, 6, 60, 8, 80, 9, 90);
    }

    @Test
    void paddingIsZeros() {
        Patches patches = convolution(Padding.SAME, 2, 1);

        assertThat(patches.positions(SHAPE)).isEqualTo(4);
        assertThat(read(patches, 3, 0)).containsExactly(9, 90, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void aDilatedWindowLeavesOut() {
        Patches patches = convolution(Padding.VALID, 1, 2);

        assertThat(patches.positions(SHAPE)).isEqualTo(1);
        assertThat(read(patches, 0, 0)).containsExactly(1, 10, 3, 30, 7, 70, 9, 90);
    }

    @Test
    void aDepthwiseConvolutionSeesEachChannelAlone() {
        Patches patches = of(new Sketch()
                .input("x", 1, 3, 3, 2)
                .counting("w", 1, 2, 2, 4)
                .operator(
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                                .with("padding", Padding.VALID)
                                .with("stride_h", 1)
                                .with("stride_w", 1)
                                .with("depth_multiplier", 2),
                        "y",
                        Ints.of(1, 2, 2, 4),
                        "x",
                        "w")
                .build("y"));

        assertThat(patches.groups()).isEqualTo(2);
        assertThat(patches.group(1)).isZero();
        assertThat(patches.group(2)).isEqualTo(1);
        assertThat(read(patches, 0, 1)).containsExactly(10, 20, 40, 50);
        assertThat(patches.place(2, 1)).isEqualTo(6);
    }

    @Test
    void aGroupedConvolutionSeesTheChannelsOfItsGroup() {
        Patches patches = of(new Sketch()
                .input("x", 1, 3, 3, 2)
                .counting("w", 2, 1, 1, 1)
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.VALID, 1),
                        "y",
                        Ints.of(1, 3, 3, 2),
                        "x",
                        "w")
                .build("y"));

        assertThat(patches.groups()).isEqualTo(2);
        assertThat(read(patches, 4, 1)).containsExactly(50);
    }

    @Test
    void aFullyConnectedOperatorSeesRows() {
        Patches patches = of(new Sketch()
                .input("x", 1, 3, 3, 2)
                .counting("w", 5, 6)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(3, 5), "x", "w")
                .build("y"));

        assertThat(patches.positions(SHAPE)).isEqualTo(3);
        assertThat(read(patches, 1, 0)).containsExactly(4, 40, 5, 50, 6, 60);
    }

    private static Patches convolution(Padding padding, int stride, int dilation) {
        Options options = Sketch.convolution(padding, stride)
                .with("dilation_h_factor", dilation)
                .with("dilation_w_factor", dilation);
        return of(new Sketch()
                .input("x", 1, 3, 3, 2)
                .counting("w", 1, 2, 2, 2)
                .operator(BuiltinOperator.CONV_2D, options, "y", Ints.of(1, 1, 1, 1), "x", "w")
                .build("y"));
    }

    private static Patches of(Graph graph) {
        return Patches.of(
                WeightedLayer.of(graph.main(), 0).orElseThrow(),
                graph.main().operators().get(0));
    }

    private static double[] read(Patches patches, int position, int group) {
        double[] patch = new double[patches.columns()];
        patches.read(PICTURE, SHAPE, position, group, patch);
        return patch;
    }
}
