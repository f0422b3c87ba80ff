// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.Padding;
import java.util.Optional;

/**
 * How many zeros padding SAME adds around a picture, along height and width.
 *
 * @param height what is needed so that the last window fits; below 0 where it leaves something over
 * @param width likewise
 */
record SamePadding(int height, int width) {
    /** For a picture of static size; empty where the size or the weights are known only later. */
    static Optional<SamePadding> of(Step step, Ints picture, SubgraphEditor subgraph) {
        Operator operator = step.operator();
        boolean known = picture.size() == 4 && picture.get(1) > 0 && picture.get(2) > 0;
        boolean pool = operator.is(BuiltinOperator.MAX_POOL_2D) || operator.is(BuiltinOperator.AVERAGE_POOL_2D);
        Options options = operator.options();
        if (!known || options.integer("stride_h") < 1 || options.integer("stride_w") < 1) {
            return Optional.empty();
        }
        if (pool) {
            return Optional.of(new SamePadding(
                    needed(picture.get(1), options.integer("stride_h"), options.integer("filter_height")),
                    needed(picture.get(2), options.integer("stride_w"), options.integer("filter_width"))));
        }
        Ints weights = subgraph.tensor(step.input(1)).shape();
        return weights.size() != 4
                ? Optional.empty()
                : Optional.of(new SamePadding(
                        needed(
                                picture.get(1),
                                options.integer("stride_h"),
                                (weights.get(1) - 1) * options.integer("dilation_h_factor") + 1),
                        needed(
                                picture.get(2),
                                options.integer("stride_w"),
                                (weights.get(2) - 1) * options.integer("dilation_w_factor") + 1)));
    }

    private static int needed(int size, int stride, int window) {
        int stops = (size + stride - 1) / stride;
        return (stops - 1) * stride + window - size;
    }

    static boolean is(Operator operator, Padding padding) {
        return operator.options().symbol("padding", Padding.values()) == padding;
    }

    static Operator set(Operator operator, Padding padding) {
        return operator.withOptions(operator.options().with("padding", padding));
    }

    /** Rows before and after for each dimension of {@code [batch, height, width, channels]}, as PAD wants them. */
    int[] rows() {
        return new int[] {0, 0, before(height), after(height), before(width), after(width), 0, 0};
    }

    boolean isNeedless() {
        return height <= 0 && width <= 0;
    }

    boolean isNegativeSomewhere() {
        return height < 0 || width < 0;
    }

    private static int before(int needed) {
        return Math.max(0, needed) / 2;
    }

    private static int after(int needed) {
        return Math.max(0, needed) - before(needed);
    }
}
