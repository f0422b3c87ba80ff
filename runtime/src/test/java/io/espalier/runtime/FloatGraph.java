// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A small float graph of one input, put together operator by operator; the last operator's output is the model's. */
final class FloatGraph {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();

    FloatGraph(String input, Ints shape) {
        tensors.add(Tensor.activation(input, TensorType.FLOAT32, shape));
    }

    FloatGraph floats(String name, Ints shape, float... values) {
        tensors.add(Tensor.constant(name, TensorType.FLOAT32, shape, Buffer.ofFloats(values)));
        return this;
    }

    FloatGraph ints(String name, int... values) {
        tensors.add(Tensor.constant(name, TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
        return this;
    }

    FloatGraph constant(Tensor constant) {
        tensors.add(constant);
        return this;
    }

    FloatGraph operator(BuiltinOperator kind, Options options, String output, Ints shape, String... inputs) {
        return operator(OperatorCode.of(kind, 1), options, output, shape, inputs);
    }

    FloatGraph operator(OperatorCode code, Options options, String output, Ints shape, String... inputs) {
        List<String> names = tensors.stream().map(Tensor::name).toList();
        Ints places = Ints.of(Stream.of(inputs).mapToInt(names::indexOf).toArray());
        tensors.add(Tensor.activation(output, TensorType.FLOAT32, shape));
        operators.add(Operator.of(code, places, Ints.of(tensors.size() - 1), options));
        return this;
    }

    Graph build() {
        Subgraph main = new Subgraph("main", tensors, Ints.of(0), Ints.of(tensors.size() - 1), operators);
        return new Graph("the graph", List.of(main), List.of(), List.of());
    }
}
