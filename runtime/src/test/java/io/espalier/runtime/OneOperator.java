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
import java.util.ArrayList;
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
        int first = tensors.size();
        for (Ints shape : outputs) {
            tensors.add(Tensor.activation("y" + tensors.size(), TensorType.FLOAT32, shape));
        }
        Ints results = Ints.of(IntStream.range(first, tensors.size()).toArray());
        Operator operator = Operator.of(
                OperatorCode.of(kind, version),
                Ints.of(operands.stream().mapToInt(Integer::intValue).toArray()),
                results,
                options);
        Subgraph main =
                new Subgraph("main", tensors, Ints.of(tensors.get(0).isConstant() ? 1 : 0), results, List.of(operator));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private OneOperator operand(Tensor tensor) {
        operands.add(tensors.size());
        tensors.add(tensor);
        return this;
    }
}
