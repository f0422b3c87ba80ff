// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.rewrite.rule.Rewrite;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final Ints PICTURE = Ints.of(-1, 2, 2, 2);

    /** Convolution, product, sum, activation and reshape, two hundred times. */
    @Test
    void aThousandOperatorsAreFoldedAndFusedToTwoHundred() {
        Graph graph = deep(200);
        assertThat(graph.main().operators()).hasSize(1000);

        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        assertThat(optimized.main().operators())
                .hasSize(200)
                .allMatch(operator -> operator.is(BuiltinOperator.CONV_2D));
        assertThat(Stages.run(Stages.OPTIMIZE, optimized)).isEqualTo(optimized);
    }

    @Test
    void aStageThatBreaksTheGraphIsReportedAsOurFault() {
        Stage careless = Stage.pass(
                "lose everything", graph -> graph.withMain(graph.main().withOperators(List.of())));

        assertThatIllegalStateException()
                .isThrownBy(() -> Stages.run(List.of(careless), deep(1)))
                .withMessageContainingAll("lose everything", "fault of Espalier", "nothing computes it")
                .withCauseInstanceOf(InvalidGraphException.class);
    }

    @Test
    void rulesThatRunForEverAreStopped() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RuleSet.of(new ReplaceByItself()).apply(deep(1)))
                .withMessageContainingAll("does not end", "ReplaceByItself");
    }

    private static final class ReplaceByItself extends Rewrite {
        ReplaceByItself() {
            super(OperatorPattern.operator(BuiltinOperator.RELU));
        }

        @Override
        public void apply(Match match, SubgraphEditor subgraph) {
            subgraph.replace(match.root(), match.root().operator());
        }
    }

    private static Graph deep(int blocks) {
        Sketch sketch = new Sketch().input("x", -1, 2, 2, 2);
        String last = "x";
        for (int i = 0; i < blocks; i++) {
            String convolved = "c" + i;
            sketch.floats("w" + i, Ints.of(2, 1, 1, 2), i, 2, 3, 4)
                    .counting("b" + i, 2)
                    .floats("f" + i, Ints.of(2), 0.5f, 0.25f)
                    .ints("s" + i, Ints.of(4), -1, 2, 2, 2)
                    .operator(
                            BuiltinOperator.CONV_2D,
                            Sketch.convolution(Padding.SAME, 1),
                            convolved,
                            PICTURE,
                            last,
                            "w" + i,
                            "b" + i)
                    .operator(BuiltinOperator.MUL, OptionsTable.MUL, "m" + i, PICTURE, convolved, "f" + i)
                    .operator(BuiltinOperator.ADD, OptionsTable.ADD, "a" + i, PICTURE, "m" + i, "f" + i)
                    .operator(BuiltinOperator.RELU, OptionsTable.NONE, "r" + i, PICTURE, "a" + i)
                    .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "y" + i, PICTURE, "r" + i, "s" + i);
            last = "y" + i;
        }
        return sketch.build(last);
    }
}
