// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.Padding;

/**
 * Says VALID where SAME adds nothing.
 *
 * <pre>
 *   y = conv(x, ..., padding=SAME)     with windows that fit x evenly
 *
 *   is transformed into:
 *
 *   y = conv(x, ..., padding=VALID)
 * </pre>
 *
 * <p>More can be folded into a convolution without padding, and XNNPACK gets this one right: see {@link ReplaceUnevenPadding}.
 */
public final class StripNeedlessPadding extends Rewrite {
    public StripNeedlessPadding() {
        super(operator(
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        BuiltinOperator.MAX_POOL_2D,
                        BuiltinOperator.AVERAGE_POOL_2D)
                .matching(operator -> SamePadding.is(operator, Padding.SAME)));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Ints picture = subgraph.tensor(match.root().input(0)).dynamicShape();
        SamePadding.of(match.root(), picture, subgraph)
                .filter(SamePadding::isNeedless)
                .ifPresent(none -> subgraph.replace(
                        match.root(), SamePadding.set(match.root().operator(), Padding.VALID)));
    }
}
