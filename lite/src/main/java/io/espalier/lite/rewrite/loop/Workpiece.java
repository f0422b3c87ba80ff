// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.List;

/** A subgraph in the making. */
final class Workpiece {
    private final List<Tensor> tensors;
    private final List<Operator> operators = new ArrayList<>();

    Workpiece(List<Tensor> tensors) {
        this.tensors = new ArrayList<>(tensors);
    }

    Tensor tensor(int index) {
        return tensors.get(index);
    }

    int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    void add(Operator operator) {
        operators.add(OperatorVersions.lowest(operator, tensors::get));
    }

    /** A computed tensor with the type and scale of another. */
    int like(int other, String name, int... shape) {
        Tensor model = tensor(other);
        return add(Tensor.activation(name, model.type(), Ints.of(shape)).withQuantization(model.quantization()));
    }

    int ints(int... values) {
        return add(Tensor.constant(
                "ints" + tensors.size(), TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
    }

    int number(int value) {
        return add(Tensor.constant("int" + tensors.size(), TensorType.INT32, Ints.EMPTY, Buffer.ofInts(value)));
    }

    void add(BuiltinOperator kind, Options options, int output, int... inputs) {
        add(Operator.of(OperatorCode.of(kind, 1), Ints.of(inputs), Ints.of(output), options));
    }

    /** The tensor with another shape. */
    int reshaped(int tensor, int... shape) {
        int output = like(tensor, tensor(tensor).name() + "/shaped", shape);
        add(BuiltinOperator.RESHAPE, Options.of(OptionsTable.RESHAPE), output, tensor, ints(shape));
        return output;
    }

    /** From one place of its second axis to another. */
    int sliced(int tensor, int from, int to) {
        Ints shape = tensor(tensor).dynamicShape();
        int rank = shape.size();
        int output = like(
                tensor,
                tensor(tensor).name() + "/" + from,
                shape.with(1, to - from).toArray());
        Ints begin = Ints.filled(rank, 0).with(1, from);
        Ints end = Ints.filled(rank, 0).with(1, to);
        int allButSecond = (1 << rank) - 1 - 2;
        add(
                BuiltinOperator.STRIDED_SLICE,
                Options.of(OptionsTable.STRIDED_SLICE)
                        .with("begin_mask", allButSecond)
                        .with("end_mask", allButSecond),
                output,
                tensor,
                ints(begin.toArray()),
                ints(end.toArray()),
                ints(Ints.filled(rank, 1).toArray()));
        return output;
    }

    List<Operator> operators() {
        return operators;
    }

    Subgraph build(String name, Ints inputs, Ints outputs) {
        return new Subgraph(name, tensors, inputs, outputs, operators);
    }

    Subgraph build(Subgraph original) {
        return original.with(tensors, original.inputs(), original.outputs(), operators);
    }
}
