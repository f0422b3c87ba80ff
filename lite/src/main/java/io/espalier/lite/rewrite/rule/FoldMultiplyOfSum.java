// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.FloatArithmetic;
import io.espalier.lite.rewrite.match.Capture;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Optional;

/**
 * Multiplies once where a value is multiplied, shifted and multiplied again, as when a picture is scaled and then normalized.
 *
 * <pre>
 *   a = x * c
 *   b = a + d
 *   y = activation(b * e)
 *
 *   is transformed into:
 *
 *   a = x * (c * e)
 *   y = activation(a + d * e)
 * </pre>
 */
public final class FoldMultiplyOfSum extends Rewrite {
    private static final Capture<Step> PRODUCT = Capture.ofOperator("product");
    private static final Capture<Step> SUM = Capture.ofOperator("sum");
    private static final Capture<Integer> VALUE = Capture.ofTensor("value");
    private static final Capture<Integer> FIRST_FACTOR = Capture.ofTensor("first factor");
    private static final Capture<Integer> SHIFT = Capture.ofTensor("shift");
    private static final Capture<Integer> SECOND_FACTOR = Capture.ofTensor("second factor");

    public FoldMultiplyOfSum() {
        super(operator(BuiltinOperator.MUL)
                .eitherWay(
                        tensor().usedOnce()
                                .producedBy(operator(BuiltinOperator.ADD)
                                        .matching(FusedActivation::isNone)
                                        .eitherWay(
                                                tensor().usedOnce()
                                                        .producedBy(operator(BuiltinOperator.MUL)
                                                                .matching(FusedActivation::isNone)
                                                                .eitherWay(
                                                                        tensor().capturedAs(VALUE),
                                                                        WeightedOperator.floatConstant()
                                                                                .capturedAs(FIRST_FACTOR))
                                                                .capturedAs(PRODUCT)),
                                                WeightedOperator.floatConstant().capturedAs(SHIFT))
                                        .capturedAs(SUM)),
                        WeightedOperator.floatConstant().capturedAs(SECOND_FACTOR)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Tensor product = subgraph.tensor(match.get(PRODUCT).output());
        Tensor whole = subgraph.tensor(match.root().output());
        // What training finds for the product does not hold for another.
        boolean fits = product.dynamicShape().equals(whole.dynamicShape())
                && product.trained().equals(TrainedValues.NONE)
                && !Discontinuity.follows(match.root().output(), subgraph);
        if (!fits) {
            return;
        }
        Tensor factor = subgraph.tensor(match.get(SECOND_FACTOR));
        product(subgraph.tensor(match.get(FIRST_FACTOR)), factor)
                .filter(factors -> Growth.isAllowed(match.root(), factors, subgraph))
                .ifPresent(factors -> product(subgraph.tensor(match.get(SHIFT)), factor)
                        .filter(shifts -> Growth.isAllowed(match.root(), shifts, subgraph))
                        .ifPresent(shifts -> fold(match, product, factors, shifts, subgraph)));
    }

    private static void fold(Match match, Tensor product, Tensor factors, Tensor shifts, SubgraphEditor subgraph) {
        int scaled = subgraph.add(product);
        subgraph.insertBefore(
                match.root(),
                match.get(PRODUCT)
                        .operator()
                        .withInputs(Ints.of(match.get(VALUE), subgraph.add(factors)))
                        .withOutputs(Ints.of(scaled)));
        Operator last = match.root().operator();
        subgraph.replace(
                match.root(),
                FusedActivation.set(match.get(SUM).operator(), FusedActivation.of(last))
                        .withInputs(Ints.of(scaled, subgraph.add(shifts)))
                        .withOutputs(last.outputs()));
    }

    private static Optional<Tensor> product(Tensor one, Tensor other) {
        return FloatArithmetic.combine(one, other, (x, y) -> x * y);
    }
}
