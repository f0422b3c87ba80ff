// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static io.espalier.lite.rewrite.RewriteAssert.assertThatRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.rule.ReplaceMeanOfConvolution;
import io.espalier.lite.rewrite.rule.ReplaceMeanOfSum;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import org.junit.jupiter.api.Test;

class EarlyMeanTest {
    private static final Ints PICTURE = Ints.of(-1, 4, 4, 3);
    private static final Ints VECTOR = Ints.of(-1, 3);

    @Test
    void aConvolutionOfSinglePlacesIsComputedOnceBehindItsMean() {
        assertThatRewrite(new ReplaceMeanOfConvolution())
                .on(averaged(convolved(1, ActivationFunction.NONE), "c", VECTOR, false)
                        .build("y"))
                .becomes("y/x = MEAN(x, axes)", "y = FULLY_CONNECTED(y/x, w, b)");
    }

    @Test
    void aMeanThatKeepsItsDimensionsLeavesAConvolution() {
        assertThatRewrite(new ReplaceMeanOfConvolution())
                .on(averaged(convolved(1, ActivationFunction.NONE), "c", Ints.of(-1, 1, 1, 3), true)
                        .build("y"))
                .becomes("y/x = MEAN(x, axes)", "y = CONV_2D(y/x, w, b) SAME");
    }

    @Test
    void aWindowOfSeveralPlacesAnActivationAndAnotherUserAreInTheWay() {
        Graph window = averaged(convolved(3, ActivationFunction.NONE), "c", VECTOR, false)
                .build("y");
        Graph activated = averaged(convolved(1, ActivationFunction.RELU), "c", VECTOR, false)
                .build("y");
        Graph shared = averaged(convolved(1, ActivationFunction.NONE), "c", VECTOR, false)
                .build("y", "c");

        assertThatRewrite(new ReplaceMeanOfConvolution()).on(window).doesNotFire();
        assertThatRewrite(new ReplaceMeanOfConvolution()).on(activated).doesNotFire();
        assertThatRewrite(new ReplaceMeanOfConvolution()).on(shared).doesNotFire();
    }

    @Test
    void theMeanOfAResidualBlockIsTheSumOfTwo() {
        Sketch block = convolved(1, ActivationFunction.NONE)
                .input("other", -1, 4, 4, 3)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "s", PICTURE, "c", "other");
        Graph graph = averaged(block, "s", VECTOR, false).build("y");

        assertThatRewrite(new ReplaceMeanOfSum())
                .on(graph)
                .becomes(
                        "c = CONV_2D(x, w, b) SAME",
                        "y/c = MEAN(c, axes)",
                        "y/other = MEAN(other, axes)",
                        "y = ADD(y/c, y/other)");
        assertThat(Stages.run(Stages.FLOAT_ACTIVATIONS, graph).main().operators())
                .extracting(Operator::code)
                .extracting(code -> code.builtin())
                .containsExactlyInAnyOrder(
                        BuiltinOperator.MEAN,
                        BuiltinOperator.FULLY_CONNECTED,
                        BuiltinOperator.MEAN,
                        BuiltinOperator.ADD);
    }

    @Test
    void aSumWithoutAConvolutionStaysInFrontOfItsMean() {
        Sketch sum = new Sketch()
                .input("x", -1, 4, 4, 3)
                .input("other", -1, 4, 4, 3)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "s", PICTURE, "x", "other");

        assertThatRewrite(new ReplaceMeanOfSum())
                .on(averaged(sum, "s", VECTOR, false).build("y"))
                .doesNotFire();
    }

    private static Sketch convolved(int side, ActivationFunction activation) {
        Options options = Sketch.convolution(Padding.SAME, 1).with("fused_activation_function", activation);
        return new Sketch()
                .input("x", -1, 4, 4, 2)
                .counting("w", 3, side, side, 2)
                .counting("b", 3)
                .operator(BuiltinOperator.CONV_2D, options, "c", PICTURE, "x", "w", "b");
    }

    private static Sketch averaged(Sketch sketch, String picture, Ints shape, boolean keepsDimensions) {
        return sketch.ints("axes", Ints.of(2), 1, 2)
                .operator(
                        BuiltinOperator.MEAN,
                        Options.of(OptionsTable.REDUCER).with("keep_dims", keepsDimensions),
                        "y",
                        shape,
                        picture,
                        "axes");
    }
}
