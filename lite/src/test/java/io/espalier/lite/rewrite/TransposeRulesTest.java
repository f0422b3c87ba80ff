// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.rewrite.rule.FuseTransposes;
import io.espalier.lite.rewrite.rule.FuseTransposesAroundUnary;
import io.espalier.lite.rewrite.rule.ReplaceTransposeByReshape;
import io.espalier.lite.rewrite.rule.Rewrite;
import io.espalier.lite.rewrite.rule.StripIdentityTranspose;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import org.junit.jupiter.api.Test;

class TransposeRulesTest {
    private static final Rewrite[] ALL = {
        new FuseTransposes(), new FuseTransposesAroundUnary(), new StripIdentityTranspose()
    };
    private static final Ints FIRST = Ints.of(-1, 2, 3, 4);
    private static final Ints LAST = Ints.of(-1, 3, 4, 2);
    private static final Ints TO_LAST = Ints.of(0, 2, 3, 1);
    private static final Ints TO_FIRST = Ints.of(0, 3, 1, 2);

    @Test
    void theIdentityGoes() {
        Sketch sketch = transposed(x(), "a", FIRST, "x", Ints.of(0, 1, -2, 3));

        assertThatRewrite(new StripIdentityTranspose())
                .on(then(BuiltinOperator.TANH, sketch, "y", FIRST, "a").build("y"))
                .becomes("y = TANH(x)");
    }

    @Test
    void twoTransposesAreOne() {
        Sketch once = transposed(x(), "a", LAST, "x", TO_LAST);
        Graph twice = transposed(once, "y", Ints.of(4, -1, 3, 2), "a", Ints.of(2, 0, 1, 3))
                .build("y");

        Graph after = assertThatRewrite(new FuseTransposes())
                .on(twice)
                .becomes("y = TRANSPOSE(x, y/axes)")
                .after();

        int axes = after.main().operators().get(0).inputs().get(1);
        assertThat(after.main().tensor(axes).buffer()).isEqualTo(Buffer.ofInts(3, 0, 2, 1));
    }

    @Test
    void twoThatCancelGoWhateverUnaryOperatorsAreBetween() {
        Sketch sketch = transposed(x(), "a", LAST, "x", TO_LAST);
        then(BuiltinOperator.TANH, sketch, "t", LAST, "a");
        then(BuiltinOperator.RELU, sketch, "r", LAST, "t");

        assertThatRewrite(ALL)
                .on(transposed(sketch, "y", FIRST, "r", TO_FIRST).build("y"))
                .becomes("t = TANH(x)", "y = RELU(t)");
    }

    @Test
    void aUnaryOperatorThatOthersUseTooStaysWhereItIs() {
        Sketch sketch = transposed(x(), "a", LAST, "x", TO_LAST);
        then(BuiltinOperator.TANH, sketch, "t", LAST, "a");

        assertThatRewrite(ALL)
                .on(transposed(sketch, "y", FIRST, "t", TO_FIRST).build("y", "t"))
                .doesNotFire();
    }

    @Test
    void theFirstOfTwoStaysWhereOthersUseIt() {
        Sketch sketch = transposed(x(), "a", LAST, "x", TO_LAST);
        transposed(sketch, "b", FIRST, "a", TO_FIRST);

        assertThatRewrite(ALL)
                .on(then(BuiltinOperator.TANH, sketch, "y", FIRST, "b").build("a", "y"))
                .becomes("a = TRANSPOSE(x, a/axes)", "y = TANH(x)");
    }

    @Test
    void movingAnAxisOfSizeOneIsAReshape() {
        Sketch sketch = new Sketch().input("x", -1, 1, 3, 4);

        assertThatRewrite(new ReplaceTransposeByReshape())
                .on(transposed(sketch, "y", Ints.of(-1, 3, 4, 1), "x", TO_LAST).build("y"))
                .becomes("y = RESHAPE(x, y/shape)");
        assertThatRewrite(new ReplaceTransposeByReshape())
                .on(transposed(x(), "y", LAST, "x", TO_LAST).build("y"))
                .doesNotFire();
    }

    private static Sketch x() {
        return new Sketch().input("x", FIRST.toArray());
    }

    private static Sketch transposed(Sketch sketch, String output, Ints shape, String input, Ints axes) {
        String name = output + "/axes";
        return sketch.ints(name, Ints.of(axes.size()), axes.toArray())
                .operator(BuiltinOperator.TRANSPOSE, OptionsTable.TRANSPOSE, output, shape, input, name);
    }

    private static Sketch then(BuiltinOperator kind, Sketch sketch, String output, Ints shape, String input) {
        return sketch.operator(kind, OptionsTable.NONE, output, shape, input);
    }
}
