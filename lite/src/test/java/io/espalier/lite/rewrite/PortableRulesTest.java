// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.InsertReshapeBeforeFullyConnected;
import io.espalier.lite.rewrite.rule.ReplaceBiasByAdd;
import io.espalier.lite.rewrite.rule.StripLeadingOnes;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import org.junit.jupiter.api.Test;

class PortableRulesTest {
    private static final Options CLAMPED =
            Options.of(OptionsTable.FULLY_CONNECTED).with("fused_activation_function", ActivationFunction.RELU);

    private static Sketch dense(int... input) {
        return new Sketch()
                .input("x", input)
                .counting("w", 3, 8)
                .counting("b", 3)
                .operator(BuiltinOperator.FULLY_CONNECTED, CLAMPED, "y", Ints.of(1, 3), "x", "w", "b");
    }

    @Test
    void whatTheOperatorFlattensIsFlattenedBeforeIt() {
        assertThatRewrite(new InsertReshapeBeforeFullyConnected())
                .on(dense(1, 2, 2, 2).build("y"))
                .becomes("x/rows = RESHAPE(x, x/rows/shape)", "y = FULLY_CONNECTED(x/rows, w, b) RELU");
    }

    @Test
    void rowsAreLeftAsTheyAre() {
        assertThatRewrite(new InsertReshapeBeforeFullyConnected())
                .on(dense(1, 8).build("y"))
                .doesNotFire();
    }

    @Test
    void aBiasIsAddedAsARowBeforeTheActivation() {
        Graph after = assertThatRewrite(new ReplaceBiasByAdd())
                .on(dense(1, 8).build("y"))
                .becomes("y/product = FULLY_CONNECTED(x, w)", "y = ADD(y/product, b) RELU")
                .after();

        int bias = after.main().operators().get(1).inputs().get(1);
        assertThat(after.main().tensor(bias).shape()).isEqualTo(Ints.of(1, 3));
    }

    @Test
    void oneValueForEachChannelBecomesAVector() {
        Graph graph = new Sketch()
                .input("x", 1, 2, 2, 3)
                .counting("c", 1, 1, 1, 3)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", Ints.of(1, 2, 2, 3), "x", "c")
                .build("y");

        Graph after = assertThatRewrite(new StripLeadingOnes())
                .on(graph)
                .becomes("y = MUL(x, c)")
                .after();

        int vector = after.main().operators().get(0).inputs().get(1);
        assertThat(after.main().tensor(vector).shape()).isEqualTo(Ints.of(3));
    }

    @Test
    void oneValueForEachPlaceStaysAsItIs() {
        Graph graph = new Sketch()
                .input("x", 1, 2, 1, 3)
                .counting("c", 1, 2, 1, 3)
                .operator(BuiltinOperator.MUL, OptionsTable.MUL, "y", Ints.of(1, 2, 1, 3), "x", "c")
                .build("y");

        assertThatRewrite(new StripLeadingOnes()).on(graph).doesNotFire();
    }
}
