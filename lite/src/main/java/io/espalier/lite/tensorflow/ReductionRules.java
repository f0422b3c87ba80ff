// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Operators that make one element of several, and those that look for elements. */
final class ReductionRules {
    private ReductionRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "All" -> reduction(REDUCE_ALL);
            case "Any" -> reduction(REDUCE_ANY);
            case "Max" -> reduction(REDUCE_MAX);
            case "Mean" -> reduction(MEAN);
            case "Min" -> reduction(REDUCE_MIN);
            case "Prod" -> reduction(REDUCE_PROD);
            case "Sum" -> reduction(SUM);
            case "ArgMax" -> NodeRule.of(call -> place(call, ARG_MAX, OptionsTable.ARG_MAX));
            case "ArgMin" -> NodeRule.of(call -> place(call, ARG_MIN, OptionsTable.ARG_MIN));
            case "Cumsum" -> NodeRule.of(ReductionRules::cumulated);
            case "OneHot" -> NodeRule.of(ReductionRules::oneHot);
            case "ResizeBilinear" -> resize(RESIZE_BILINEAR, OptionsTable.RESIZE_BILINEAR);
            case "ResizeNearestNeighbor" -> resize(RESIZE_NEAREST_NEIGHBOR, OptionsTable.RESIZE_NEAREST_NEIGHBOR);
            case "TopKV2" -> ReductionRules::topK;
            default -> null;
        };
    }

    private static NodeRule reduction(BuiltinOperator builtin) {
        return NodeRule.of(call -> {
            int rank = call.shape(0).size();
            int[] axes = Arrays.stream(call.known(1, "axes"))
                    .map(axis -> Dims.axis(axis, rank))
                    .sorted()
                    .distinct()
                    .toArray();
            boolean keeps = call.node().flag("keep_dims", false);
            int[] kept = call.shape(0).toArray();
            Arrays.stream(axes).forEach(axis -> kept[axis] = 1);
            Ints shape = keeps ? Ints.of(kept) : Dims.without(call.shape(0), axes);
            Optional<Longs> elements = rank == 1 && axes.length == 1 ? reduced(call, builtin) : Optional.empty();
            return Counting.value(
                    call,
                    call.type(0),
                    shape,
                    elements,
                    () -> call.operator(
                            builtin,
                            Options.of(OptionsTable.REDUCER).with("keep_dims", keeps),
                            call.type(0),
                            shape,
                            call.input(0),
                            call.ints("axes", axes)));
        });
    }

    private static Optional<Longs> reduced(NodeCall call, BuiltinOperator builtin) {
        return call.elements(0).filter(list -> !list.isEmpty()).flatMap(list -> {
            boolean isOpen = list.stream().anyMatch(element -> element == Value.OPEN);
            if (isOpen) {
                return Optional.of(Longs.of(Value.OPEN));
            }
            return switch (builtin) {
                case REDUCE_PROD -> Optional.of(Longs.of(list.stream().reduce(1, (one, other) -> one * other)));
                case SUM -> Optional.of(Longs.of(list.stream().sum()));
                case REDUCE_MAX -> Optional.of(Longs.of(list.stream().max().orElseThrow()));
                case REDUCE_MIN -> Optional.of(Longs.of(list.stream().min().orElseThrow()));
                default -> Optional.empty();
            };
        });
    }

    private static Value place(NodeCall call, BuiltinOperator builtin, OptionsTable table) {
        int axis = Dims.axis(call.knownNumber(1, "axis"), call.shape(0).size());
        DataType type = call.node().type("output_type") == DataType.INT32 ? DataType.INT32 : DataType.INT64;
        Options options = Options.of(table).with("output_type", SubgraphAssembly.tensorType(type));
        return call.operator(
                builtin, options, type, Dims.without(call.shape(0), axis), call.input(0), call.number("axis", axis));
    }

    private static Value cumulated(NodeCall call) {
        Options options = Options.of(OptionsTable.CUMSUM)
                .with("exclusive", call.node().flag("exclusive", false))
                .with("reverse", call.node().flag("reverse", false));
        int axis = Dims.axis(call.knownNumber(1, "axis"), call.shape(0).size());
        return call.operator(CUMSUM, options, call.type(0), call.shape(0), call.input(0), call.number("axis", axis));
    }

    private static Value oneHot(NodeCall call) {
        int depth = call.knownNumber(1, "depth");
        int rank = call.shape(0).size() + 1;
        int axis = Dims.axis(call.node().whole("axis", -1), rank);
        Options options = Options.of(OptionsTable.ONE_HOT).with("axis", axis);
        return call.operator(
                ONE_HOT,
                options,
                call.type(2),
                Dims.inserted(call.shape(0), axis, depth),
                call.input(0),
                call.number("depth", depth),
                call.input(2),
                call.input(3));
    }

    private static NodeRule resize(BuiltinOperator builtin, OptionsTable table) {
        return NodeRule.of(call -> {
            Ints sizes = call.elements(1).map(Dims::of).orElse(Ints.of(Dims.OPEN, Dims.OPEN));
            Ints image = call.shape(0);
            Ints shape = Ints.of(image.get(0), sizes.get(0), sizes.get(1), image.get(3));
            Options options = Options.of(table)
                    .with("align_corners", call.node().flag("align_corners", false))
                    .with("half_pixel_centers", call.node().flag("half_pixel_centers", false));
            return call.operator(
                    builtin, options, call.type(0), shape, call.input(0), ShapeRules.asInt32(call, call.input(1)));
        });
    }

    private static List<Value> topK(NodeCall call) {
        int count = call.knownNumber(1, "k");
        int last = call.shape(0).size() - 1;
        Ints shape = call.shape(0).with(last, count);
        return call.assembly()
                .operator(
                        TOPK_V2,
                        Options.of(OptionsTable.TOPK_V2),
                        call.name(),
                        List.of(call.type(0), DataType.INT32),
                        IntStream.range(0, 2).mapToObj(i -> shape).toList(),
                        call.input(0),
                        call.number("k", count));
    }
}
