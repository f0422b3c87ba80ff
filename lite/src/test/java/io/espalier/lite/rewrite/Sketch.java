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
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small float graphs for tests, with tensors by name. */
public final class Sketch {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();

    public Sketch input(String name, int... shape) {
        inputs.add(tensors.size());
        tensors.add(Tensor.activation(name, TensorType.FLOAT32, Ints.of(shape)));
        return this;
    }

    public Sketch floats(String name, Ints shape, float... values) {
        tensors.add(Tensor.constant(name, TensorType.FLOAT32, shape, Buffer.ofFloats(values)));
        return this;
    }

    /** A constant whose values are 1, 2, 3, ... */
    public Sketch counting(String name, int... shape) {
        float[] values = new float[IntStream.of(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return floats(name, Ints.of(shape), values);
    }

    public Sketch ints(String name, Ints shape, int... values) {
        tensors.add(Tensor.constant(name, TensorType.INT32, shape, Buffer.ofInts(values)));
        return this;
    }

    /** An operator whose output, of the given name and shape, comes with it. */
    public Sketch operator(BuiltinOperator kind, Options options, String output, Ints shape, String... operands) {
        Ints inputsOfIt = indices(operands);
        tensors.add(Tensor.activation(output, TensorType.FLOAT32, shape));
        operators.add(Operator.of(OperatorCode.of(kind, 1), inputsOfIt, Ints.of(tensors.size() - 1), options));
        return this;
    }

    public Sketch operator(BuiltinOperator kind, OptionsTable table, String output, Ints shape, String... operands) {
        return operator(kind, Options.of(table), output, shape, operands);
    }

    /** An operator whose output is of another type than float. */
    public Sketch operator(
            BuiltinOperator kind, OptionsTable table, TensorType type, String output, Ints shape, String... operands) {
        operator(kind, table, output, shape, operands);
        tensors.set(tensors.size() - 1, Tensor.activation(output, type, shape));
        return this;
    }

    public static Options convolution(Padding padding, int stride) {
        return Options.of(OptionsTable.CONV_2D)
                .with("padding", padding)
                .with("stride_h", stride)
                .with("stride_w", stride);
    }

    public Graph build(String... outputs) {
        Ints all = Ints.of(inputs.stream().mapToInt(Integer::intValue).toArray());
        Subgraph main = new Subgraph("main", tensors, all, indices(outputs), operators);
        return new Graph("test", List.of(main), List.of(), List.of());
    }

    private Ints indices(String... names) {
        List<String> all = tensors.stream().map(Tensor::name).toList();
        return Ints.of(Stream.of(names).mapToInt(all::indexOf).toArray());
    }

    /** A line for each operator, such as {@code y = CONV_2D(x, w, b) VALID RELU}. */
    public static List<String> describe(Graph graph) {
        return graph.main().operators().stream()
                .map(operator -> describe(graph.main(), operator))
                .toList();
    }

    private static String describe(Subgraph subgraph, Operator operator) {
        List<String> operands = operator.inputs().stream()
                .mapToObj(input -> subgraph.tensor(input).name())
                .toList();
        String line = subgraph.tensor(operator.outputs().get(0)).name() + " = "
                + operator.code().name() + "(" + String.join(", ", operands) + ")";
        Options options = operator.options();
        if (options.table().slot("padding") >= 0) {
            line += " " + options.symbol("padding", Padding.values());
        }
        if (options.table().slot("fused_activation_function") >= 0 && !options.isDefault("fused_activation_function")) {
            line += " " + options.symbol("fused_activation_function", ActivationFunction.values());
        }
        return line;
    }
}
