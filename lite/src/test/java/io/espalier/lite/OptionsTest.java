// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.Field;
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
    void aValueOfEachKindIsReadBack() {
        Options conv =
                Options.of(OptionsTable.CONV_2D).with("padding", Padding.VALID).with("stride_w", 2);
        Options reshape = Options.of(OptionsTable.RESHAPE).with("new_shape", Ints.of(-1, 10));

        assertThat(conv.symbol("padding", Padding.values())).isEqualTo(Padding.VALID);
        assertThat(conv.integer("stride_w")).isEqualTo(2);
        assertThat(reshape.integers("new_shape")).isEqualTo(Ints.of(-1, 10));
        assertThat(Options.of(OptionsTable.SOFTMAX).with("beta", 2f).real("beta"))
                .isEqualTo(2f);
        assertThat(Options.of(OptionsTable.ADD).with("pot_scale_int16", false).flag("pot_scale_int16"))
                .isFalse();
    }
}
