// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Splits a tensor once, where slices take parts of it that are equally large.
 *
 * <pre>
 *   a = slice(x, [0, 0], [-1, 8])      of x [-1, 24]
 *   b = slice(x, [0, 16], [-1, 8])
 *
 *   is transformed into:
 *
 *   a, unused, b = split(x, 3, axis=1)
 * </pre>
 *
 * <p>XNNPACK takes SPLIT into up to four parts, and no SLICE of a size that is open.
 */
final class FuseSlices implements UnaryOperator<Graph> {
    private static final int MOST_PARTS = 4;

    /** Slices of one tensor that are parts of one split. */
    private record Split(int tensor, int axis, int size) {}

    /** A slice of such a split. */
    private record Part(Split split, int from, int output) {}

    @Override
    public Graph apply(Graph graph) {
        return graph.withSubgraphs(
                graph.subgraphs().stream().map(FuseSlices::fuse).toList());
    }

    private static Subgraph fuse(Subgraph subgraph) {
        Map<Split, List<Part>> parts = new LinkedHashMap<>();
        for (Operator operator : subgraph.operators()) {
            part(operator, subgraph)
                    .ifPresent(part -> parts.computeIfAbsent(part.split(), first -> new ArrayList<>())
                            .add(part));
        }
        parts.values().removeIf(slices -> slices.size() < 2 || hasTwins(slices));
        if (parts.isEmpty()) {
            return subgraph;
        }
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> operators = new ArrayList<>();
        Set<Split> done = new HashSet<>();
        for (Operator operator : subgraph.operators()) {
            Optional<Split> split = part(operator, subgraph).map(Part::split).filter(parts::containsKey);
            if (split.isEmpty()) {
                operators.add(operator);
            } else if (done.add(split.get())) {
                operators.add(split(split.get(), parts.getOrDefault(split.get(), List.of()), tensors));
            }
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    private static Optional<Part> part(Operator operator, Subgraph subgraph) {
        if (!operator.is(BuiltinOperator.SLICE)
                || subgraph.tensor(operator.inputs().get(0)).type() != TensorType.FLOAT32
                || subgraph.tensor(operator.inputs().get(0)).isConstant()) {
            return Optional.empty();
        }
        Ints shape = subgraph.tensor(operator.inputs().get(0)).dynamicShape();
        return IntegerConstant.values(subgraph.tensor(operator.inputs().get(1)))
                .flatMap(begin -> IntegerConstant.values(
                                subgraph.tensor(operator.inputs().get(2)))
                        .flatMap(size -> part(operator, shape, begin, size)));
    }

    private static Optional<Part> part(Operator operator, Ints shape, Ints begin, Ints size) {
        int cut = -1;
        for (int axis = 0; axis < shape.size(); axis++) {
            boolean isWhole = begin.get(axis) == 0
                    && (size.get(axis) == -1 || (shape.get(axis) > 0 && size.get(axis) == shape.get(axis)));
            if (!isWhole && cut >= 0) {
                return Optional.empty();
            }
            cut = isWhole ? cut : axis;
        }
        boolean fits = cut >= 0
                && shape.get(cut) > 0
                && size.get(cut) > 0
                && shape.get(cut) % size.get(cut) == 0
                && shape.get(cut) / size.get(cut) <= MOST_PARTS
                && begin.get(cut) % size.get(cut) == 0;
        return fits
                ? Optional.of(new Part(
                        new Split(operator.inputs().get(0), cut, size.get(cut)),
                        begin.get(cut),
                        operator.outputs().get(0)))
                : Optional.empty();
    }

    private static boolean hasTwins(List<Part> slices) {
        return slices.stream().map(Part::from).distinct().count() < slices.size();
    }

    private static Operator split(Split split, List<Part> parts, List<Tensor> tensors) {
        Tensor whole = tensors.get(split.tensor());
        int count = whole.dynamicShape().get(split.axis()) / split.size();
        int[] outputs = new int[count];
        for (int place = 0; place < count; place++) {
            int from = place * split.size();
            outputs[place] = parts.stream()
                    .filter(part -> part.from() == from)
                    .map(Part::output)
                    .findFirst()
                    .orElseGet(() -> {
                        tensors.add(Tensor.activation(
                                whole.name() + "/" + from,
                                TensorType.FLOAT32,
                                whole.dynamicShape().with(split.axis(), split.size())));
                        return tensors.size() - 1;
                    });
        }
        tensors.add(Tensor.constant(whole.name() + "/axis", TensorType.INT32, Ints.EMPTY, Buffer.ofInts(split.axis())));
        Operator operator = Operator.of(
                OperatorCode.of(BuiltinOperator.SPLIT, 1),
                Ints.of(tensors.size() - 1, split.tensor()),
                Ints.of(outputs),
                Options.of(OptionsTable.SPLIT).with("num_splits", count));
        return OperatorVersions.lowest(operator, tensors::get);
    }
}
