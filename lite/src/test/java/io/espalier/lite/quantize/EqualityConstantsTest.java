// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.Model;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The value of padding, which an input of integers must be able to be equal to. */
class EqualityConstantsTest {
    private static final float PADDING = 0.3f;

    @ParameterizedTest
    @EnumSource(
            value = BoundaryType.class,
            names = {"INT8", "UINT8"})
    void aConstantIsComparedAsTheIntegerOfTheInputThatItWouldBe(BoundaryType type) {
        Model model = Model.sequential().input(4, 2).add(new Masking(PADDING)).build(1);
        Graph floats = Converter.convert(model);
        Map<String, ValueRange> ranges = new HashMap<>();
        floats.main().tensors().forEach(tensor -> ranges.put(tensor.name(), new ValueRange(-1, 1)));

        Subgraph integers = Quantizer.of(Recipe.named("int8").withInputType(type))
                .withCalibration(new TensorRanges(ranges))
                .quantize(floats)
                .main();

        int constant = integers.operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.NOT_EQUAL))
                .findFirst()
                .orElseThrow()
                .inputs()
                .get(1);
        float value = integers.tensor(constant).buffer().asFloats().get(0);
        Quantization ofInput = integers.tensor(integers.inputs().get(0)).quantization();
        float steps = value / ofInput.scales().get(0);
        assertThat(value)
                .isNotEqualTo(PADDING)
                .isCloseTo(PADDING, within(ofInput.scales().get(0) / 2));
        assertThat(steps).isCloseTo(Math.round(steps), within(1e-5f));
    }
}
