// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * Adds two means rather than averaging a sum, where one of the two comes from a convolution that {@link ReplaceMeanOfConvolution} can then
 * put behind its mean: a residual block before a global pool.
 *
 * <pre>
 *   s = conv(x, weights, bias) + b
 *   y = mean(s, axes=[1, 2])
 *
 *   is transformed into:
 *
 *   y = mean(conv(x, weights, bias), axes=[1, 2]) + mean(b, axes=[1, 2])
 * </pre>
 */
public final class ReplaceMeanOfSum extends Rewrite {
    public ReplaceMeanOfSum() {
        super(MeanOfPicture.of(operator(BuiltinOperator.ADD)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step mean = match.root();
        Operator sum = subgraph.producer(mean.input(0)).orElseThrow().operator();
        int one = sum.inputs().get(0);
        int other = sum.inputs().get(1);
        Ints shape = subgraph.tensor(mean.input(0)).dynamicShape();
        boolean sameShapes = subgraph.tensor(one).dynamicShape().equals(shape)
                && subgraph.tensor(other).dynamicShape().equals(shape);
        boolean pays = MeanOfPicture.convolution(one, subgraph).isPresent()
                || MeanOfPicture.convolution(other, subgraph).isPresent();
        if (sameShapes
                && pays
                && MeanOfPicture.isOfSeveral(mean.input(0), subgraph)
                && !Discontinuity.follows(mean.output(), subgraph)) {
            Ints means =
                    Ints.of(MeanOfPicture.insert(mean, one, subgraph), MeanOfPicture.insert(mean, other, subgraph));
            subgraph.replace(
                    mean, sum.withInputs(means).withOutputs(mean.operator().outputs()));
        }
    }
}
