// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that a model keeps in a variable, which it fills when it is loaded. */
class WeightsInVariablesTest {
    private static final float[] X = {1, -1, 0.5f, 0.25f};
    private static final float[] Y = {1 - 2 + 1.5f + 1, -1 - 0.5f};
    private static final Map<String, ValueRange> RANGES =
            Map.of("x", new ValueRange(-1, 1), "y", new ValueRange(-2, 2));

    @ParameterizedTest
    @ValueSource(strings = {"int8", "int16x8", "dynamic"})
    void weightsThatNothingChangesAreQuantized(String recipe) {
        Quantizer quantizer = Quantizer.of(Recipe.named(recipe).withLeastElements(0));
        Quantizer.Quantized quantized = (recipe.equals("dynamic")
                        ? quantizer
                        : quantizer.withCalibration(new TensorRanges(RANGES)))
                .run(dense(false));

        assertThat(quantized.plan().quantizedOperators()).isEqualTo(1);
        assertThat(quantized.notes())
                .contains("1 weight stored in variables that nothing changes was made constants first");
        assertThat(Running.run(dense(false), X)).containsExactly(Y);
        assertThat(Running.run(quantized.graph(), X)).containsExactly(Y, within(0.03f));
    }

    @Test
    void weightsThatTheModelChangesStayInTheirVariable() {
        Quantizer.Quantized quantized = Quantizer.of(Recipe.named("int8"))
                .withCalibration(new TensorRanges(RANGES))
                .run(dense(true));

        assertThat(quantized.notes()).isEmpty();
        assertThat(quantized.plan().floatOperators())
                .filteredOn(operator -> operator.operator().equals("FULLY_CONNECTED"))
                .singleElement()
                .satisfies(operator -> assertThat(operator.reason()).endsWith("are computed"));
    }

    /** @param writes whether every run writes the variable anew, with the same values */
    private static Graph dense(boolean writes) {
        Tensor weights =
                Tensor.constant("w", TensorType.FLOAT32, Ints.of(2, 4), Buffer.ofFloats(1, 2, 3, 4, -1, 0, -1, 0));
        Subgraph loading = new Subgraph(
                "loading",
                List.of(Tensor.activation("variable", TensorType.RESOURCE, Ints.EMPTY), weights),
                Ints.EMPTY,
                Ints.EMPTY,
                List.of(handle(0), assigned(0, 1)));
        List<Operator> operators = new ArrayList<>();
        operators.add(operator(
                BuiltinOperator.CALL_ONCE,
                Options.of(OptionsTable.CALL_ONCE).with("init_subgraph_index", 1),
                Ints.EMPTY,
                Ints.EMPTY));
        operators.add(handle(1));
        operators.add(operator(
                BuiltinOperator.READ_VARIABLE, Options.of(OptionsTable.READ_VARIABLE), Ints.of(1), Ints.of(2)));
        operators.add(operator(
                BuiltinOperator.FULLY_CONNECTED,
                Options.of(OptionsTable.FULLY_CONNECTED),
                Ints.of(0, 2, 3),
                Ints.of(4)));
        if (writes) {
            operators.add(assigned(1, 2));
        }
        Subgraph main = new Subgraph(
                "main",
                List.of(
                        Tensor.activation("x", TensorType.FLOAT32, Ints.of(1, 4)),
                        Tensor.activation("variable", TensorType.RESOURCE, Ints.EMPTY),
                        Tensor.activation("w/read", TensorType.FLOAT32, Ints.of(2, 4)),
                        Tensor.constant("b", TensorType.FLOAT32, Ints.of(2), Buffer.ofFloats(0, 0)),
                        Tensor.activation("y", TensorType.FLOAT32, Ints.of(1, 2))),
                Ints.of(0),
                Ints.of(4),
                operators);
        return new Graph("", List.of(main, loading), List.of(), List.of());
    }

    private static Operator handle(int resource) {
        return operator(
                BuiltinOperator.VAR_HANDLE,
                Options.of(OptionsTable.VAR_HANDLE).with("container", "c").with("shared_name", "w"),
                Ints.EMPTY,
                Ints.of(resource));
    }

    private static Operator assigned(int resource, int value) {
        return operator(
                BuiltinOperator.ASSIGN_VARIABLE,
                Options.of(OptionsTable.ASSIGN_VARIABLE),
                Ints.of(resource, value),
                Ints.EMPTY);
    }

    private static Operator operator(BuiltinOperator kind, Options options, Ints inputs, Ints outputs) {
        return Operator.of(OperatorCode.of(kind, 1), inputs, outputs, options);
    }
}
