// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.lite.verify.GraphVerifier;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossLayerEqualizationTest {
    private static final Ints PAIR = Ints.of(-1, 2);

    /** Section 4.1: s = sqrt(r1 / r2), so sqrt(1 / 16) = 1/4 and sqrt(16 / 1) = 4. */
    @Test
    void aChannelGetsTheSquareRootOfTheProductOfItsRanges() {
        Graph equalized = CrossLayerEqualization.apply(dense(ActivationFunction.RELU));

        assertThat(operand(equalized, 0, 1)).containsExactly(-4, 1, 0.25f, 4);
        assertThat(operand(equalized, 0, 2)).containsExactly(4, 2);
        assertThat(operand(equalized, 1, 1)).containsExactly(4, -1, 1, 4);
        assertThat(operand(equalized, 1, 2)).containsExactly(5, 6);
        GraphVerifier.verify(equalized);
    }

    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU6", "RELU_N1_TO_1", "TANH"})
    void anActivationThatIsAnotherAtAnotherScaleStopsIt(ActivationFunction activation) {
        Graph graph = dense(activation);

        assertThat(CrossLayerEqualization.apply(graph)).isEqualTo(graph);
    }

    @Test
    void whatSomebodyElseSeesKeepsItsScale() {
        Graph graph = sketch(ActivationFunction.RELU).build("h", "y");

        assertThat(CrossLayerEqualization.apply(graph)).isEqualTo(graph);
    }

    @Test
    void weightsThatTwoOperatorsUseKeepTheirScale() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("w", Ints.of(2, 2), 1, 2, 3, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "h", PAIR, "x", "w")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", PAIR, "h", "w")
                .build("y");

        assertThat(CrossLayerEqualization.apply(graph)).isEqualTo(graph);
    }

    @Test
    void aBiasThatTwoOperatorsShareStaysForTheOther() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("w1", Ints.of(2, 2), 4, 0, 0, 1)
                .floats("w2", Ints.of(2, 2), 1, 0, 0, 4)
                .floats("b", Ints.of(2), 4, 2)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "h", PAIR, "x", "w1", "b")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", PAIR, "h", "w2", "b")
                .build("y");

        Graph equalized = CrossLayerEqualization.apply(graph);

        assertThat(operand(equalized, 0, 2)).containsExactly(2, 4);
        assertThat(operand(equalized, 1, 2)).containsExactly(4, 2);
        GraphVerifier.verify(equalized);
    }

    @Test
    void aDeadChannelStaysAsItIs() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("w1", Ints.of(3, 2), 0, 0, 4, 4, 1, 0)
                .floats("b1", Ints.of(3), 3, 0, 0)
                .floats("w2", Ints.of(1, 3), 5, 1, 4)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "h",
                        Ints.of(-1, 3),
                        "x",
                        "w1",
                        "b1")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(-1, 1), "h", "w2")
                .build("y");

        Graph equalized = CrossLayerEqualization.apply(graph);

        assertThat(operand(equalized, 0, 1)).containsExactly(0, 0, 2, 2, 2, 0);
        assertThat(operand(equalized, 0, 2)).containsExactly(3, 0, 0);
        assertThat(operand(equalized, 1, 1)).containsExactly(5, 2, 2);
    }

    /** In proportion to the largest weights it would be 5,000; the limit is four times the largest. */
    @Test
    void almostNoWeightsDoNotMakeTheirBiasHuge() {
        Graph graph = new Sketch()
                .input("x", -1, 2)
                .floats("w1", Ints.of(3, 2), 1e-8f, 0, 1, 1, 1, 1)
                .floats("b1", Ints.of(3), 0.5f, 1, -1)
                .floats("w2", Ints.of(1, 3), 1, 1, 1)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "h",
                        Ints.of(-1, 3),
                        "x",
                        "w1",
                        "b1")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(-1, 1), "h", "w2")
                .build("y");

        assertThat(operand(CrossLayerEqualization.apply(graph), 0, 2))
                .containsExactly(new float[] {4, 1, -1}, within());
    }

    @Test
    void scalesPassThroughADepthwiseConvolutionPaddingAndPooling() {
        Graph equalized = CrossLayerEqualization.apply(chain(0));

        // convolution 1 and 4, depthwise 4 and 1, fully connected 1 and 1: the same product for both channels
        for (int operator : new int[] {0, 2, 4}) {
            float[] weights = operand(equalized, operator, 1);
            assertThat(weights[0]).as("operator " + operator).isCloseTo(weights[1], within());
        }
        assertThat(operand(equalized, 0, 1)[0] * operand(equalized, 2, 1)[0] * operand(equalized, 4, 1)[0])
                .isCloseTo(4, within());
    }

    @Test
    void paddingOfChannelsStopsAScale() {
        Graph graph = chain(1);

        assertThat(operand(CrossLayerEqualization.apply(graph), 0, 1)).containsExactly(1, 4);
    }

    private static Offset<Float> within() {
        return Assertions.within(0.01f);
    }

    private static Graph dense(ActivationFunction activation) {
        return sketch(activation).build("y");
    }

    private static Sketch sketch(ActivationFunction activation) {
        return new Sketch()
                .input("x", -1, 2)
                .floats("w1", Ints.of(2, 2), -1, 0.25f, 1, 16)
                .floats("b1", Ints.of(2), 1, 8)
                .floats("w2", Ints.of(2, 2), 16, -0.25f, 4, 1)
                .floats("b2", Ints.of(2), 5, 6)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        Options.of(OptionsTable.FULLY_CONNECTED).with("fused_activation_function", activation),
                        "h",
                        PAIR,
                        "x",
                        "w1",
                        "b1")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", PAIR, "h", "w2", "b2");
    }

    private static Graph chain(int addedChannels) {
        int channels = 2 + addedChannels;
        float[] depthwise = {4, 1, 1};
        float[] last = {1, 1, 1};
        return new Sketch()
                .input("x", -1, 4, 4, 1)
                .floats("w1", Ints.of(2, 1, 1, 1), 1, 4)
                .ints("rows", Ints.of(4, 2), 0, 0, 1, 1, 1, 1, 0, addedChannels)
                .floats("w2", Ints.of(1, 1, 1, channels), Arrays.copyOf(depthwise, channels))
                .floats("w3", Ints.of(1, channels), Arrays.copyOf(last, channels))
                .ints("axes", Ints.of(2), 1, 2)
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(Padding.VALID, 1),
                        "a",
                        Ints.of(-1, 4, 4, 2),
                        "x",
                        "w1")
                .operator(BuiltinOperator.PAD, OptionsTable.PAD, "b", Ints.of(-1, 6, 6, channels), "a", "rows")
                .operator(
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                                .with("padding", Padding.VALID)
                                .with("stride_h", 1)
                                .with("stride_w", 1)
                                .with("depth_multiplier", 1)
                                .with("fused_activation_function", ActivationFunction.RELU),
                        "c",
                        Ints.of(-1, 6, 6, channels),
                        "b",
                        "w2")
                .operator(BuiltinOperator.MEAN, OptionsTable.REDUCER, "d", Ints.of(-1, channels), "c", "axes")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(-1, 1), "d", "w3")
                .build("y");
    }

    private static float[] operand(Graph graph, int operator, int position) {
        Operator of = graph.main().operators().get(operator);
        Tensor tensor = graph.main().tensor(of.inputs().get(position));
        float[] values = new float[Math.toIntExact(tensor.elements())];
        tensor.buffer().asFloats().get(values);
        return values;
    }
}
