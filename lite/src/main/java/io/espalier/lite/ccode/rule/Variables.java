// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Lasting;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model keeps between runs: its variables by their names, and the tensors of all subgraphs that are marked as such. */
final class Variables {
    private static final int ALIGNMENT = 8;

    private final Map<String, Tensor> named = new HashMap<>();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final List<Lasting.Fill> fills = new ArrayList<>();
    private final List<Callee> initializers = new ArrayList<>();
    private int bytes;

    /** Types and shapes of variables are those of what is read from them or assigned to them. */
    Variables(Graph graph) {
        for (Subgraph subgraph : graph.subgraphs()) {
            Map<Integer, String> handles = new HashMap<>();
            for (Operator operator : subgraph.operators()) {
                switch (operator.code().builtin()) {
                    case VAR_HANDLE -> handles.put(operator.outputs().get(0), name(operator));
                    case READ_VARIABLE ->
                        describe(
                                handles.get(operator.inputs().get(0)),
                                subgraph.tensor(operator.outputs().get(0)));
                    case ASSIGN_VARIABLE ->
                        describe(
                                handles.get(operator.inputs().get(0)),
                                subgraph.tensor(operator.inputs().get(1)));
                    default -> {}
                }
            }
        }
    }

    static String name(Operator handle) {
        return handle.options().text("container") + "/" + handle.options().text("shared_name");
    }

    private void describe(@org.jspecify.annotations.Nullable String name, Tensor value) {
        if (name != null) {
            named.putIfAbsent(
                    name, Tensor.activation(name, value.type(), value.shape()).withQuantization(value.quantization()));
        }
    }

    /** A tensor that stands for a variable; empty where nobody reads or assigns it. */
    Optional<Tensor> tensor(String name) {
        return Optional.ofNullable(named.get(name));
    }

    /** Where a variable is. */
    int place(String name, Tensor tensor) {
        return offsets.computeIfAbsent(name, key -> reserve(tensor));
    }

    /** Where a tensor is that is marked as variable; runtimes start it with its zero point. */
    int place(int subgraph, int index, Tensor tensor) {
        return offsets.computeIfAbsent(subgraph + " " + index, key -> {
            int offset = reserve(tensor);
            if (tensor.type() == TensorType.INT8
                    && tensor.quantization().zeroPoints().size() == 1) {
                int zero = Operation.zeroPoint(tensor);
                if (zero != 0) {
                    fills.add(new Lasting.Fill(offset, Math.toIntExact(tensor.elements()), zero));
                }
            }
            return offset;
        });
    }

    private int reserve(Tensor tensor) {
        int offset = bytes;
        int size = Math.toIntExact(tensor.elements() * Operation.width(tensor));
        bytes += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return offset;
    }

    /** Something that runs at the start. */
    void add(Callee initializer) {
        if (initializers.stream().noneMatch(known -> known.name().equals(initializer.name()))) {
            initializers.add(initializer);
        }
    }

    Lasting lasting() {
        return new Lasting(bytes, fills, initializers);
    }

    static boolean isEffect(Operator operator) {
        return operator.is(BuiltinOperator.ASSIGN_VARIABLE)
                || operator.is(BuiltinOperator.CALL_ONCE)
                || operator.is(BuiltinOperator.WHILE)
                || operator.is(BuiltinOperator.IF);
    }
}
