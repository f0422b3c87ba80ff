// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.lite.options.AddOptions;
import io.espalier.lite.options.ConcatenationOptions;
import io.espalier.lite.options.Conv2DOptions;
import io.espalier.lite.options.DepthwiseConv2DOptions;
import io.espalier.lite.options.DivOptions;
import io.espalier.lite.options.FullyConnectedOptions;
import io.espalier.lite.options.MulOptions;
import io.espalier.lite.options.Pool2DOptions;
import io.espalier.lite.options.ReducerOptions;
import io.espalier.lite.options.ReshapeOptions;
import io.espalier.lite.options.SoftmaxOptions;
import io.espalier.lite.options.SubOptions;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.Field;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void theRowsFillBothUnionsOfTheSchemaWithoutGaps() {
        assertThat(Arrays.stream(OptionsTable.values()).filter(table -> table.union() == OptionsTable.Union.FIRST))
                .extracting(OptionsTable::code)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 126).boxed().toList());
        assertThat(Arrays.stream(OptionsTable.values()).filter(table -> table.union() == OptionsTable.Union.SECOND))
                .extracting(OptionsTable::code)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 23).boxed().toList());
    }

    @Test
    void fieldsStartAtTheDefaultsOfTheSchema() {
        Options conv = Options.of(OptionsTable.CONV_2D);

        assertThat(conv.integer("dilation_w_factor")).isEqualTo(1);
        assertThat(conv.integer("stride_w")).isZero();
        assertThat(Options.of(OptionsTable.ADD).flag("pot_scale_int16")).isTrue();
        assertThat(Options.of(OptionsTable.UNIQUE).symbol("idx_out_type", TensorType.values()))
                .isEqualTo(TensorType.INT32);
        assertThat(OptionsTable.CONV_2D.fields())
                .extracting(Field::name)
                .allSatisfy(field -> assertThat(conv.isDefault(field)).isTrue());
    }

    @Test
    void aFieldThatTheTableLacksIsRefusedWithThoseItHas() {
        assertThatThrownBy(() -> Options.of(OptionsTable.SOFTMAX).with("alpha", 1f))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("SoftmaxOptions has no field 'alpha'; its fields are [beta]");
    }

    @Test
    void aValueOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> Options.of(OptionsTable.SOFTMAX).with("beta", 1))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessageContaining("SoftmaxOptions.beta has kind FLOAT");
    }

    @Test
    void aNumberTooWideForItsFieldIsRefused() {
        assertThatThrownBy(() -> Options.of(OptionsTable.CONV_2D).with("stride_w", 1L << 31))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessageContaining("Conv2DOptions.stride_w");
    }

    @Test
    void typedViewsReadWhatTheyWrote() {
        Conv2DOptions conv = new Conv2DOptions(Padding.VALID, 2, 3, 4, 5, ActivationFunction.RELU6, TensorType.INT32);
        DepthwiseConv2DOptions depthwise =
                new DepthwiseConv2DOptions(Padding.VALID, 2, 3, 4, 5, 6, ActivationFunction.RELU);
        Pool2DOptions pool = new Pool2DOptions(Padding.VALID, 2, 3, 4, 5, ActivationFunction.RELU);
        FullyConnectedOptions dense = new FullyConnectedOptions(
                ActivationFunction.RELU, FullyConnectedWeightsFormat.SHUFFLED4X16INT8, true, false, TensorType.INT64);
        ConcatenationOptions concatenation = new ConcatenationOptions(3, ActivationFunction.TANH);
        ReshapeOptions reshape = new ReshapeOptions(Ints.of(-1, 10));

        assertThat(Conv2DOptions.of(conv.toOptions())).isEqualTo(conv);
        assertThat(DepthwiseConv2DOptions.of(depthwise.toOptions())).isEqualTo(depthwise);
        assertThat(Pool2DOptions.of(pool.toOptions())).isEqualTo(pool);
        assertThat(FullyConnectedOptions.of(dense.toOptions())).isEqualTo(dense);
        assertThat(ConcatenationOptions.of(concatenation.toOptions())).isEqualTo(concatenation);
        assertThat(ReshapeOptions.of(reshape.toOptions())).isEqualTo(reshape);
        assertThat(SoftmaxOptions.of(new SoftmaxOptions(2f).toOptions()).beta()).isEqualTo(2f);
        assertThat(ReducerOptions.of(new ReducerOptions(true).toOptions()).keepDims())
                .isTrue();
        assertThat(AddOptions.of(new AddOptions(ActivationFunction.RELU, false).toOptions()))
                .isEqualTo(new AddOptions(ActivationFunction.RELU, false));
        assertThat(SubOptions.of(new SubOptions(ActivationFunction.RELU, false).toOptions()))
                .isEqualTo(new SubOptions(ActivationFunction.RELU, false));
        assertThat(MulOptions.of(new MulOptions(ActivationFunction.RELU).toOptions())
                        .activation())
                .isEqualTo(ActivationFunction.RELU);
        assertThat(DivOptions.of(new DivOptions(ActivationFunction.RELU).toOptions())
                        .activation())
                .isEqualTo(ActivationFunction.RELU);
    }
}
