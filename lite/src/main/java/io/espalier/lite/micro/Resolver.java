// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calls of {@code MicroMutableOpResolver} that register the kernels of a graph, and no others. If all operators of a kind are int8 or int16, theirs is the
 * kernel for that type alone, which with CMSIS-NN is much smaller.
 *
 * @param calls such as {@code AddConv2D(tflite::Register_CONV_2D_INT8())}, in the order in which the graph first uses the kernels
 * @param headers that declare kernels for one type
 */
record Resolver(List<String> calls, Set<String> headers) {
    Resolver {
        calls = List.copyOf(calls);
        headers = Set.copyOf(headers);
    }

    static Resolver of(Graph graph) {
        Map<OperatorCode, Set<TensorType>> types = new LinkedHashMap<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                OperatorCode code = new OperatorCode(
                        operator.code().builtin(), operator.code().customCode(), 1);
                types.computeIfAbsent(code, first -> EnumSet.noneOf(TensorType.class))
                        .addAll(types(subgraph, operator));
            }
        }
        List<String> calls = new ArrayList<>();
        Set<String> headers = new TreeSet<>();
        types.forEach((code, used) -> {
            String method = ResolverTable.method(code).orElseThrow();
            Optional<String> kernel = kernel(code.builtin(), used);
            kernel.ifPresent(each -> headers.add(ResolverTable.header(code.builtin())));
            calls.add(
                    method + "(" + kernel.map(each -> "tflite::" + each + "()").orElse("") + ")");
        });
        return new Resolver(calls, headers);
    }

    private static Optional<String> kernel(BuiltinOperator builtin, Set<TensorType> types) {
        if (types.equals(EnumSet.of(TensorType.INT8))) {
            return ResolverTable.int8Kernel(builtin);
        }
        // int16 activations have int8 weights, and no weights where there are none
        return types.contains(TensorType.INT16)
                        && EnumSet.of(TensorType.INT8, TensorType.INT16).containsAll(types)
                ? ResolverTable.int16Kernel(builtin)
                : Optional.empty();
    }

    /** Of activations and weights; shapes, axes and biases have types of their own. */
    private static Set<TensorType> types(Subgraph subgraph, Operator operator) {
        Set<TensorType> types = EnumSet.noneOf(TensorType.class);
        for (int place = 0; place < operator.inputs().size(); place++) {
            if (operator.hasInput(place) && isValue(operator, place)) {
                types.add(subgraph.tensor(operator.inputs().get(place)).type());
            }
        }
        operator.outputs().stream()
                .filter(output -> output != Operator.ABSENT)
                .forEach(output -> types.add(subgraph.tensor(output).type()));
        return types;
    }

    private static boolean isValue(Operator operator, int place) {
        return switch (operator.code().builtin()) {
            case CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED -> place < 2;
            case TRANSPOSE_CONV -> place == 1 || place == 2;
            case PAD -> place == 0;
            // bias and state of SVDF are wider than its activations
            case SVDF -> place < 2;
            default -> true;
        };
    }
}
