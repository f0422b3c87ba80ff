// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.List;

/** The int8 networks of the MNIST lab: tensors, operators and scales as in its files, weights of zeros. */
final class LabNetworks {
    private static final int CLASSES = 10;

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();

    private LabNetworks() {}

    /** @param filters of each convolution, which a pooling follows */
    static Graph of(boolean perChannelDense, int... filters) {
        LabNetworks network = new LabNetworks();
        int last = network.add(activation(1, 28, 28));
        int shape = network.add(Tensor.constant("shape", TensorType.INT32, Ints.of(4), Buffer.ofInts(1, 28, 28, 1)));
        last = network.apply(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, activation(1, 28, 28, 1), last, shape);
        int size = 28;
        int channels = 1;
        for (int filter : filters) {
            int kernel = network.add(weights(true, filter, 3, 3, channels));
            int bias = network.add(bias(filter));
            size -= 2;
            last = network.apply(
                    BuiltinOperator.CONV_2D,
                    OptionsTable.CONV_2D,
                    activation(1, size, size, filter),
                    last,
                    kernel,
                    bias);
            size /= 2;
            last = network.apply(
                    BuiltinOperator.MAX_POOL_2D, OptionsTable.POOL_2D, activation(1, size, size, filter), last);
            channels = filter;
        }
        int kernel = network.add(weights(perChannelDense, CLASSES, size * size * channels));
        int bias = network.add(bias(CLASSES));
        last = network.apply(
                BuiltinOperator.FULLY_CONNECTED,
                OptionsTable.FULLY_CONNECTED,
                activation(1, CLASSES),
                last,
                kernel,
                bias);
        last = network.apply(BuiltinOperator.SOFTMAX, OptionsTable.SOFTMAX, activation(1, CLASSES), last);
        Subgraph main = new Subgraph("main", network.tensors, Ints.of(0), Ints.of(last), network.operators);
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    private int apply(BuiltinOperator builtin, OptionsTable options, Tensor result, int... inputs) {
        int output = add(result);
        operators.add(Operator.of(OperatorCode.of(builtin, 1), Ints.of(inputs), Ints.of(output), Options.of(options)));
        return output;
    }

    private static Tensor activation(int... shape) {
        return Tensor.activation("x", TensorType.INT8, Ints.of(shape))
                .withQuantization(Quantization.perTensor(1, -128));
    }

    private static Tensor weights(boolean perChannel, int... shape) {
        Ints sizes = Ints.of(shape);
        int elements = sizes.stream().reduce(1, (one, other) -> one * other);
        return Tensor.constant("w", TensorType.INT8, sizes, Buffer.ofBytes(new byte[elements]))
                .withQuantization(
                        perChannel
                                ? Quantization.perChannel(Floats.of(new float[shape[0]]), 0)
                                : Quantization.perTensor(1, 0));
    }

    private static Tensor bias(int size) {
        return Tensor.constant("b", TensorType.INT32, Ints.of(size), Buffer.ofInts(new int[size]));
    }
}
