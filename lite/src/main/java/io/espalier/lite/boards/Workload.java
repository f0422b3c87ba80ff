// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.schema.TensorType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one run of a model computes, counted from its graph.
 *
 * @param macs multiplications with addition
 * @param macsByOperator those of each operator that has some, by its name
 * @param outputs numbers that operators with such multiplications write
 * @param patches places of kernels larger than 1x1, at each place of the output of a CONV_2D
 * @param others numbers, or places of a pooling window, that all other operators read; none of those that only give a tensor another shape
 * @param arithmetic what the multiplications are computed with
 * @param uncounted why this is not all of it, such as a loop; empty if it is
 */
record Workload(
        long macs,
        Map<String, Long> macsByOperator,
        long outputs,
        long patches,
        long others,
        Arithmetic arithmetic,
        Optional<String> uncounted) {
    Workload {
        macsByOperator = Collections.unmodifiableMap(new TreeMap<>(macsByOperator));
    }

    /** Those of depthwise convolutions. */
    long depthwiseMacs() {
        return macsByOperator.getOrDefault("DEPTHWISE_CONV_2D", 0L);
    }

    static Workload of(Graph graph) {
        Subgraph main = graph.main();
        Map<String, Long> byOperator = new TreeMap<>();
        Set<Arithmetic> types = EnumSet.noneOf(Arithmetic.class);
        long outputs = 0;
        long patches = 0;
        long others = 0;
        Optional<String> uncounted = Optional.empty();
        for (Operator operator : main.operators()) {
            long macs = MultiplyAccumulates.of(main, operator);
            if (macs > 0) {
                byOperator.merge(operator.code().name(), macs, Long::sum);
                outputs += elements(main, operator.outputs().get(0));
                patches += patches(main, operator);
                types.add(arithmetic(main, operator));
            } else {
                others += others(main, operator);
            }
            uncounted = uncounted.or(() -> uncounted(operator));
        }
        long macs = byOperator.values().stream().mapToLong(Long::longValue).sum();
        return new Workload(
                macs,
                byOperator,
                outputs,
                patches,
                others,
                types.size() == 1 ? types.iterator().next() : Arithmetic.MIXED,
                uncounted);
    }

    private static Optional<String> uncounted(Operator operator) {
        return switch (operator.code().builtin()) {
            case WHILE, IF, CALL_ONCE -> Optional.of("what " + operator.code().name() + " runs inside is not counted");
            case CUSTOM -> Optional.of("the custom operator " + operator.code().name() + " is not counted");
            default -> Optional.empty();
        };
    }

    /** Which input is the activation: that of a TRANSPOSE_CONV comes after its shape and weights. */
    private static int activation(Operator operator) {
        return switch (operator.code().builtin()) {
            case TRANSPOSE_CONV -> 2;
            default -> 0;
        };
    }

    private static long patches(Subgraph subgraph, Operator operator) {
        return switch (operator.code().builtin()) {
            case CONV_2D -> {
                Tensor weights = subgraph.tensor(operator.inputs().get(1));
                Tensor output = subgraph.tensor(operator.outputs().get(0));
                long places = (long) weights.shape().get(1) * weights.shape().get(2);
                yield places == 1 ? 0 : places * output.elements() / Math.max(1, last(output));
            }
            default -> 0;
        };
    }

    private static long others(Subgraph subgraph, Operator operator) {
        if (operator.outputs().isEmpty()) {
            return 0;
        }
        return switch (operator.code().builtin()) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS, VAR_HANDLE, CALL_ONCE -> 0;
            case MAX_POOL_2D, AVERAGE_POOL_2D, L2_POOL_2D ->
                elements(subgraph, operator.outputs().get(0))
                        * operator.options().integer("filter_width")
                        * operator.options().integer("filter_height");
            default -> {
                long most = elements(subgraph, operator.outputs().get(0));
                for (int position = 0; position < operator.inputs().size(); position++) {
                    if (operator.hasInput(position)) {
                        most = Math.max(
                                most, elements(subgraph, operator.inputs().get(position)));
                    }
                }
                yield most;
            }
        };
    }

    private static Arithmetic arithmetic(Subgraph subgraph, Operator operator) {
        TensorType activation =
                subgraph.tensor(operator.inputs().get(activation(operator))).type();
        TensorType weight = subgraph.tensor(operator.inputs().get(1)).type();
        return switch (activation) {
            case INT8 -> Arithmetic.INT8;
            case INT16 -> Arithmetic.INT16;
            case FLOAT32 -> weight == TensorType.FLOAT32 ? Arithmetic.FLOAT32 : Arithmetic.HYBRID;
            default -> Arithmetic.MIXED;
        };
    }

    private static long elements(Subgraph subgraph, int tensor) {
        return tensor == Operator.ABSENT ? 0 : subgraph.tensor(tensor).elements();
    }

    private static int last(Tensor tensor) {
        return tensor.shape().isEmpty() ? 1 : tensor.shape().get(tensor.shape().size() - 1);
    }
}
