// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Float graphs of one operator with seeded random weights. Operands are added in the order of the operator's inputs. */
final class OneOperator {
    private final SplittableRandom random;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Integer> operands = new ArrayList<>();

    OneOperator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What the caller fills: the first operand of them all becomes the graph's input. */
    OneOperator input(TensorType type, int... shape) {
        return operand(Tensor.activation("x", type, Ints.of(shape)));
    }

    /** Between -1 and 1, and smaller the more of them are added up. */
    OneOperator weights(int... shape) {
        Ints dimensions = Ints.of(shape);
        int count = dimensions.stream().reduce(1, Math::multiplyExact);
        double scale = Math.sqrt(3.0 / shape[shape.length - 1]);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-scale, scale);
        }
        return operand(Tensor.constant("w" + tensors.size(), TensorType.FLOAT32, dimensions, Buffer.ofFloats(values)));
    }

    OneOperator floats(Ints shape, float... values) {
        return operand(Tensor.constant("f" + tensors.size(), TensorType.FLOAT32, shape, Buffer.ofFloats(values)));
    }

    OneOperator ints(Ints shape, int... values) {
        return operand(Tensor.constant("i" + tensors.size(), TensorType.INT32, shape, Buffer.ofInts(values)));
    }

    OneOperator ints(int... values) {
        return ints(Ints.of(values.length), values);
    }

    /** True where the number is not 0. */
    OneOperator flags(Ints shape, int... values) {
        byte[] flags = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            flags[i] = (byte) (values[i] == 0 ? 0 : 1);
        }
        return operand(Tensor.constant("b" + tensors.size(), TensorType.BOOL, shape, Buffer.ofBytes(flags)));
    }

    /** What the operator keeps from one run to the next. */
    OneOperator state(int... shape) {
        return operand(new Tensor(
                "state" + tensors.size(),
                TensorType.FLOAT32,
                Ints.of(shape),
                Ints.EMPTY,
                Buffer.EMPTY,
                Quantization.NONE,
                Optional.empty(),
                true,
                true,
                List.of(),
                0,
                TrainedValues.NONE));
    }

    /** Operands that are left out. */
    OneOperator absent(int count) {
        for (int i = 0; i < count; i++) {
            operands.add(Operator.ABSENT);
        }
        return this;
    }

    Graph operator(BuiltinOperator kind, int version, Options options, Ints... outputs) {
        List<TensorType> types = Collections.nCopies(outputs.length, TensorType.FLOAT32);
        return graph(operator(OperatorCode.of(kind, version), options, types, outputs));
    }

    /** At the lowest version that will do. */
    Graph operator(BuiltinOperator kind, Options options, List<TensorType> types, Ints... outputs) {
        Operator first = operator(OperatorCode.of(kind, 1), options, types, outputs);
        return graph(OperatorVersions.lowest(first, tensors::get));
    }

    private Operator operator(OperatorCode code, Options options, List<TensorType> types, Ints... outputs) {
        int first = tensors.size();
        for (int i = 0; i < outputs.length; i++) {
            tensors.add(Tensor.activation("y" + tensors.size(), types.get(i), outputs[i]));
        }
        return Operator.of(
                code,
                Ints.of(operands.stream().mapToInt(Integer::intValue).toArray()),
                Ints.of(IntStream.range(first, tensors.size()).toArray()),
                options);
    }

    private Graph graph(Operator operator) {
        int input = IntStream.range(0, tensors.size())
                .filter(index -> !tensors.get(index).isConstant())
                .findFirst()
                .orElseThrow();
        Subgraph main = new Subgraph("main", tensors, Ints.of(input), operator.outputs(), List.of(operator));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private OneOperator operand(Tensor tensor) {
        operands.add(tensors.size());
        tensors.add(tensor);
        return this;
    }
}
