// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.reshaping.Flatten;
import java.util.List;
import org.junit.jupiter.api.Test;

class Int4QuantizerTest {
    private static final Graph FLOAT = Converter.convert(Model.sequential()
            .input(6, 6, 128)
            .add("depthwise", DepthwiseConv2D.of(3))
            .add("conv", Conv2D.of(16, 1))
            .add("flat", new Flatten())
            .add("dense", Dense.of(8))
            .build(1));

    @Test
    void denseLayersAreHybridInInt4AndOthersGetInt8ThatTheRuntimeUnpacksOnce() {
        Graph quantized = Quantizer.of(Recipe.named("weight_only_int4")).quantize(FLOAT);

        assertThat(types(quantized)).containsExactly(TensorType.INT8, TensorType.INT8, TensorType.INT4);
        assertThat(quantized.main().operators())
                .extracting(operator -> operator.code().name())
                .containsExactly("DEQUANTIZE", "DEQUANTIZE", "DEPTHWISE_CONV_2D", "CONV_2D", "FULLY_CONNECTED");
        var dense = quantized.main().operators().get(4);
        assertThat(dense.code().version()).isEqualTo(12);
        assertThat(dense.options().flag("asymmetric_quantize_inputs")).isTrue();
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void aRuleIsTakenAtItsWordAndGivesInt4ToAll() {
        Recipe everywhere = Recipe.of(Method.NONE).withRule(Rule.of(".*", null, Method.WEIGHT_ONLY_INT4));

        Graph quantized = Quantizer.of(everywhere).quantize(FLOAT);

        assertThat(types(quantized)).containsOnly(TensorType.INT4);
    }

    @Test
    void thePlanTellsWhyEachHasItsForm() {
        String usual =
                Quantizer.of(Recipe.named("weight_only_int4")).run(FLOAT).plan().toText();
        String byRule = Quantizer.of(
                        Recipe.named("weight_only_int4").withRule(Rule.of("conv", null, Method.WEIGHT_ONLY_INT4)))
                .run(FLOAT)
                .plan()
                .toText();

        assertThat(usual)
                .containsPattern("FULLY_CONNECTED +HYBRID +dense\\n")
                .containsPattern("dense/kernel in INT4 .*: weight_only_int4 stores it so: its kernel takes int4")
                .containsPattern(
                        "conv/kernel in INT8 .*: no kernel takes int4 weights .* once, when the file is loaded");
        assertThat(byRule).containsPattern("conv/kernel in INT4 .* in each run, as the rule asks");
    }

    @Test
    void aTableToLookUpIsStoredInInt4RowByRow() {
        Graph graph = new Sketch()
                .ints("ids", Ints.of(2), 3, 1)
                .counting("table", 16, 64)
                .operator(BuiltinOperator.EMBEDDING_LOOKUP, OptionsTable.NONE, "y", Ints.of(2, 64), "ids", "table")
                .build("y");

        Graph quantized = new Int4Quantizer(WeightOptions.USUAL, false).quantize(graph);

        assertThat(types(quantized)).contains(TensorType.INT4);
        assertThat(quantized.main().operators())
                .singleElement()
                .satisfies(lookup -> assertThat(lookup.code().version()).isEqualTo(4));
    }

    private static List<TensorType> types(Graph graph) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.isConstant() && tensor.shape().size() > 1)
                .map(tensor -> tensor.type())
                .toList();
    }
}
