// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.OperatorVersions;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Collects the tensors and operators of a subgraph in the order in which they run. */
final class SubgraphAssembly {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final IdentityHashMap<ConstantTensor, Integer> stored = new IdentityHashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    /** A tensor that callers fill. */
    Value.Computed input(String name, DataType type, Ints shape) {
        return activation(name, type, shape);
    }

    private Value.Computed activation(String name, DataType type, Ints shape) {
        tensors.add(Tensor.activation(unique(name), tensorType(type), shape));
        return new Value.Computed(tensors.size() - 1, type, shape);
    }

    /** The tensor that holds a value; a constant gets one when it is first used. */
    int tensor(Value value) {
        if (value instanceof Value.Computed computed) {
            return computed.tensor();
        }
        if (value instanceof Value.Known known) {
            Integer before = stored.get(known.tensor());
            if (before != null) {
                return before;
            }
            Tensor constant = Tensor.constant(
                            unique(known.name()),
                            tensorType(known.type()),
                            known.shape(),
                            Buffer.view(known.tensor().values()))
                    .withTrained(known.trained());
            tensors.add(constant);
            stored.put(known.tensor(), tensors.size() - 1);
            return tensors.size() - 1;
        }
        throw new LoweringException("a variable or a list is used as a tensor");
    }

    /** The output of one more operator. */
    Value.Computed operator(
            BuiltinOperator builtin, Options options, String name, DataType type, Ints shape, Value... inputs) {
        int[] operands = operands(inputs);
        Value.Computed output = activation(name, type, shape);
        append(builtin, options, operands, Ints.of(output.tensor()));
        return output;
    }

    /** The outputs of one more operator. */
    List<Value> operator(
            BuiltinOperator builtin,
            Options options,
            String name,
            List<DataType> types,
            List<Ints> shapes,
            Value... inputs) {
        int[] operands = operands(inputs);
        List<Value> outputs = new ArrayList<>();
        int[] indices = new int[shapes.size()];
        for (int i = 0; i < shapes.size(); i++) {
            Value.Computed output = activation(name, types.get(i), shapes.get(i));
            outputs.add(output);
            indices[i] = output.tensor();
        }
        append(builtin, options, operands, Ints.of(indices));
        return outputs;
    }

    private int[] operands(Value... inputs) {
        int[] operands = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            operands[i] = tensor(inputs[i]);
        }
        return operands;
    }

    private void append(BuiltinOperator builtin, Options options, int[] inputs, Ints outputs) {
        Operator operator = Operator.of(OperatorCode.of(builtin, 1), Ints.of(inputs), outputs, options);
        operators.add(OperatorVersions.lowest(operator, tensors::get));
    }

    Subgraph build(String name, List<Integer> inputs, List<Integer> outputs) {
        return new Subgraph(name, tensors, indices(inputs), indices(outputs), operators);
    }

    static Ints indices(List<Integer> indices) {
        return Ints.of(indices.stream().mapToInt(Integer::intValue).toArray());
    }

    private String unique(String name) {
        int number = names.merge(name, 1, Integer::sum);
        return number == 1 ? name : unique(name + "_" + (number - 1));
    }

    /** Whole numbers of 32 bits. */
    static Value.Known ints(String name, TensorShape shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return new Value.Known(name, ConstantTensor.of(DataType.INT32, shape, bytes));
    }

    /** Float32 numbers. */
    static Value.Known floats(String name, TensorShape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Value.Known(name, ConstantTensor.of(DataType.FLOAT, shape, bytes));
    }

    static TensorType tensorType(DataType type) {
        return switch (type) {
            case FLOAT -> TensorType.FLOAT32;
            case HALF -> TensorType.FLOAT16;
            case DOUBLE -> TensorType.FLOAT64;
            case INT32 -> TensorType.INT32;
            case INT64 -> TensorType.INT64;
            case INT16 -> TensorType.INT16;
            case INT8 -> TensorType.INT8;
            case UINT8 -> TensorType.UINT8;
            case UINT16 -> TensorType.UINT16;
            case UINT32 -> TensorType.UINT32;
            case BOOL -> TensorType.BOOL;
            default -> throw new LoweringException("tensors of type " + type + " are not supported");
        };
    }
}
