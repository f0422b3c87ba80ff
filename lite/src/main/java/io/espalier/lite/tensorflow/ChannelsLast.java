// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A value with its channels in the last dimension, as TFLite wants them. What comes with channels first is transposed before and after; between
 * two such nodes the transposes cancel.
 */
record ChannelsLast(NodeCall call, Value value, boolean isTransposed) {
    /** By the node's attribute {@code data_format}. */
    static ChannelsLast of(NodeCall call, Value value) {
        boolean isFirst = isChannelsFirst(call) && value.shape().size() > 2;
        return isFirst
                ? new ChannelsLast(
                        call, transposed(call, "nhwc", value, last(value.shape().size())), true)
                : new ChannelsLast(call, value, false);
    }

    static boolean isChannelsFirst(NodeCall call) {
        return call.node().text("data_format", "NHWC").startsWith("NC");
    }

    /** The result with channels where they were. */
    Value apply(UnaryOperator<Value> rule) {
        Value result = rule.apply(value);
        return isTransposed
                ? transposed(call, "nchw", result, first(result.shape().size()))
                : result;
    }

    private static int[] last(int rank) {
        return IntStream.range(0, rank)
                .map(axis -> axis == 0 ? 0 : axis == rank - 1 ? 1 : axis + 1)
                .toArray();
    }

    private static int[] first(int rank) {
        return IntStream.range(0, rank)
                .map(axis -> axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1)
                .toArray();
    }

    static Value transposed(NodeCall call, String part, Value value, int... order) {
        return call.step(
                part,
                BuiltinOperator.TRANSPOSE,
                Options.of(OptionsTable.TRANSPOSE),
                value.type(),
                Dims.permuted(value.shape(), order),
                value,
                call.ints(part + "/perm", order));
    }
}
