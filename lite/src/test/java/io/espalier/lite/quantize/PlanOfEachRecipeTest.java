// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ValueRange;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanOfEachRecipeTest {
    private static final Graph FLOAT = Converter.convert(Model.sequential()
            .input(8, 8, 3)
            .add("small", Conv2D.of(4, 3))
            .add("pool", MaxPooling2D.of(2))
            .add("flat", new Flatten())
            .add("large", Dense.of(64))
            .build(1));

    @ParameterizedTest
    @CsvSource({
        "none, 0, 0",
        "float16, 2, 4",
        "dynamic, 1, 1",
        "weight_only_int8, 1, 1",
        "weight_only_int4, 1, 1",
        "int8, 3, 3"
    })
    void everyRecipeTellsHowManyOperatorsItQuantizedAndWhichConstants(String recipe, int operators, int tensors) {
        QuantizationPlan plan = Quantizer.of(Recipe.named(recipe))
                .withCalibration(ranges())
                .run(FLOAT)
                .plan();

        assertThat(plan.operators()).hasSize(FLOAT.main().operators().size());
        assertThat(plan.quantizedOperators()).isEqualTo(operators);
        assertThat(plan.tensors()).hasSize(tensors);
    }

    @Test
    void whatStaysAsItIsHasItsReason() {
        String dynamic = Quantizer.of(Recipe.named("dynamic")).run(FLOAT).plan().toText();
        String none = Quantizer.of(Recipe.named("none")).run(FLOAT).plan().toText();

        assertThat(dynamic)
                .contains("small: its weights have fewer than 1,024 elements (least_elements)")
                .contains("pool: it has no weights")
                .containsPattern("FULLY_CONNECTED +HYBRID +large\\n")
                .contains("large/kernel in INT8 with 64 scales along dimension 0: dynamic stores it so");
        assertThat(none).contains("small: kept in float as requested");
    }

    @Test
    void depthwiseWeightsAreStoredBehindADequantizeSinceTheirHybridKernelIsSlow() {
        Graph graph = Converter.convert(Model.sequential()
                .input(8, 8, 128)
                .add("depthwise", DepthwiseConv2D.of(3))
                .build(1));

        Graph dynamic = Quantizer.of(Recipe.named("dynamic")).quantize(graph);

        assertThat(dynamic.main().operators())
                .extracting(operator -> operator.code().name())
                .containsExactly("DEQUANTIZE", "DEPTHWISE_CONV_2D");
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 64, true", "1, 128, 8, false", "3, 3, 64, false", "3, 16, 8, true"})
    void convolutionsAreHybridWhereThatIsQuicker(int side, int inputs, int outputs, boolean hybrid) {
        Graph graph = Converter.convert(Model.sequential()
                .input(8, 8, inputs)
                .add(Conv2D.of(outputs, side))
                .build(1));

        Graph dynamic = Quantizer.of(Recipe.named("dynamic")).quantize(graph);

        assertThat(dynamic.main().operators()).hasSize(hybrid ? 1 : 2);
    }

    @Test
    void aMixedRecipeTellsOfIntegersAndOfStoredConstantsInOnePlan() {
        Recipe mixed = Recipe.named("int8").withRule(Rule.of("large", null, Method.FLOAT16));

        QuantizationPlan plan =
                Quantizer.of(mixed).withCalibration(ranges()).run(FLOAT).plan();

        assertThat(plan.operators().get(0).arithmetic()).isEqualTo(Arithmetic.INTEGER);
        assertThat(plan.operators().get(plan.operators().size() - 1).inputs())
                .anyMatch(form -> form.filter(stored -> stored.type() == TensorType.FLOAT16)
                        .isPresent());
        assertThat(plan.quantizedOperators()).isEqualTo(3);
    }

    private static TensorRanges ranges() {
        Map<String, ValueRange> ranges = new HashMap<>();
        FLOAT.main().tensors().stream()
                .filter(tensor -> !tensor.isConstant())
                .forEach(tensor -> ranges.put(tensor.name(), new ValueRange(-4, 4)));
        return new TensorRanges(ranges);
    }
}
