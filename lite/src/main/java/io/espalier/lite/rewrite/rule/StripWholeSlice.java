// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.stream.IntStream;

/**
 * Leaves out a slice that takes everything.
 *
 * <pre>
 *   a = slice(x, [0, 0], [-1, 10])     of x [-1, 10]
 *   y = g(a)
 *
 *   is transformed into:
 *
 *   y = g(x)
 * </pre>
 *
 * <p>Likewise STRIDED_SLICE with strides of 1 whose bounds lie at the ends. Of a dynamic size everything is taken only by a slice that
 * says so.
 */
public final class StripWholeSlice extends Rewrite {
    public StripWholeSlice() {
        super(operator(BuiltinOperator.SLICE, BuiltinOperator.STRIDED_SLICE));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step slice = match.root();
        Ints shape = subgraph.tensor(slice.input(0)).dynamicShape();
        boolean takesAll = IntegerConstant.values(subgraph.tensor(slice.input(1)))
                .flatMap(begin -> IntegerConstant.values(subgraph.tensor(slice.input(2)))
                        .map(end -> slice.operator().is(BuiltinOperator.SLICE)
                                ? takesAll(begin, end, shape)
                                : takesAll(slice, begin, end, shape, subgraph)))
                .orElse(false);
        if (takesAll) {
            Identity.strip(slice, slice.input(0), subgraph);
        }
    }

    private static boolean takesAll(Ints begin, Ints size, Ints shape) {
        return begin.size() == shape.size()
                && IntStream.range(0, shape.size())
                        .allMatch(axis -> begin.get(axis) == 0
                                && (size.get(axis) == -1
                                        || (shape.get(axis) > 0 && size.get(axis) == shape.get(axis))));
    }

    private static boolean takesAll(Step slice, Ints begin, Ints end, Ints shape, SubgraphEditor subgraph) {
        Options options = slice.operator().options();
        boolean plain = options.table() == OptionsTable.STRIDED_SLICE
                && options.integer("ellipsis_mask") == 0
                && options.integer("new_axis_mask") == 0
                && options.integer("shrink_axis_mask") == 0
                && !options.flag("offset")
                && begin.size() <= shape.size()
                && IntegerConstant.isAll(subgraph.tensor(slice.input(3)), 1);
        return plain
                && IntStream.range(0, begin.size())
                        .allMatch(axis -> (begin.get(axis) == 0 || isSet(options, "begin_mask", axis))
                                && (isSet(options, "end_mask", axis)
                                        || (shape.get(axis) > 0 && end.get(axis) >= shape.get(axis))));
    }

    private static boolean isSet(Options options, String mask, int axis) {
        return (options.integer(mask) >> axis & 1) == 1;
    }
}
