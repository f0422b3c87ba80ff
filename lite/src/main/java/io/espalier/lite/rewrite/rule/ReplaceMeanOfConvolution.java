// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Takes the mean before a convolution that looks at single places: it is then computed once, not at every place.
 *
 * <pre>
 *   a = conv(x, weights, bias)         with weights [32, 1, 1, 192], no activation
 *   y = mean(a, axes=[1, 2])
 *
 *   is transformed into:
 *
 *   m = mean(x, axes=[1, 2])
 *   y = fully_connected(m, weights, bias)
 * </pre>
 *
 * <p>A mean that keeps its dimensions leaves a convolution, of one place. For float only: integers would round the mean of each input, where
 * otherwise they round that of each output.
 */
public final class ReplaceMeanOfConvolution extends Rewrite {
    public ReplaceMeanOfConvolution() {
        super(MeanOfPicture.of(operator(BuiltinOperator.CONV_2D)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step mean = match.root();
        MeanOfPicture.convolution(mean.input(0), subgraph)
                .filter(convolution -> MeanOfPicture.isOfSeveral(convolution.input(0), subgraph))
                .filter(convolution -> !Discontinuity.follows(mean.output(), subgraph))
                .ifPresent(convolution -> swap(mean, convolution.operator(), subgraph));
    }

    private static void swap(Step mean, Operator convolution, SubgraphEditor subgraph) {
        int averaged = MeanOfPicture.insert(mean, convolution.inputs().get(0), subgraph);
        Operator once =
                mean.operator().options().flag("keep_dims") ? convolution : fullyConnected(convolution, subgraph);
        subgraph.replace(
                mean,
                once.withInputs(once.inputs().with(0, averaged))
                        .withOutputs(mean.operator().outputs()));
    }

    private static Operator fullyConnected(Operator convolution, SubgraphEditor subgraph) {
        Tensor weights = subgraph.tensor(convolution.inputs().get(WeightedOperator.WEIGHTS));
        int matrix = subgraph.add(weights.withDynamicShape(
                Ints.of(weights.shape().get(0), weights.shape().get(3))));
        return Operator.of(
                OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 1),
                convolution.inputs().with(WeightedOperator.WEIGHTS, matrix),
                convolution.outputs(),
                Options.of(OptionsTable.FULLY_CONNECTED));
    }
}
