// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.Padding;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Networks of several kinds, with static shapes, whose weights have 16 values, most of them 0. */
public final class SmallNetworks {
    private static final int VALUES = 16;
    private static final double ZEROS = 0.6;

    private SmallNetworks() {}

    /** A network and what it is called. */
    public record Network(String name, Graph graph) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** All of them: floats of ours, and int8 files that Google's converter made. */
    public static Stream<Network> all() {
        return Stream.concat(floats(), integers());
    }

    static Stream<Network> floats() {
        return Stream.of(
                network(
                        "dense",
                        Model.sequential()
                                .input(32)
                                .add(Dense.of(40))
                                .add(Dense.of(10))
                                .build(1)),
                network(
                        "convolution",
                        Model.sequential().input(8, 8, 4).add(Conv2D.of(16, 3)).build(1)),
                network(
                        "depthwise",
                        Model.sequential()
                                .input(8, 8, 64)
                                .add(DepthwiseConv2D.of(3))
                                .add(Conv2D.of(16, 1))
                                .build(1)),
                network("residual", residual()),
                network(
                        "sequence",
                        Model.sequential().input(20, 8).add(Conv1D.of(16, 3)).build(1)),
                network(
                        "recurrent",
                        Model.sequential()
                                .input(3, 8)
                                .add(LSTM.of(12))
                                .add(Dense.of(3))
                                .build(1)),
                network("several inputs and outputs", several()));
    }

    static Stream<Network> integers() {
        return Stream.of("mnist_keras/int8.tflite", "mobile_qat/qat_int8.tflite", "mobile_big/int8.tflite")
                .map(file -> new Network(file, prepared(read(file))));
    }

    private static Network network(String name, Model model) {
        return new Network(name, prepared(Converter.convert(model)));
    }

    /** Two layers with 4,096 weights each, which are worth the code that decodes them. */
    static Graph largeDense() {
        return network(
                        "large",
                        Model.sequential()
                                .input(64)
                                .add(Dense.of(64))
                                .add(Dense.of(64))
                                .build(1))
                .graph();
    }

    private static Model residual() {
        FunctionalBuilder builder = Model.functional("residual");
        SymbolicTensor input = builder.input(6, 6, 8);
        SymbolicTensor left = builder.apply("left", Conv2D.of(8, 3).withPadding(Padding.SAME), input);
        SymbolicTensor sum = builder.apply("sum", new Add(), input, left);
        return builder.build(1, builder.apply("last", Dense.of(2), builder.apply(new GlobalAveragePooling2D(), sum)));
    }

    private static Model several() {
        FunctionalBuilder builder = Model.functional("several");
        SymbolicTensor left = builder.apply("left", Dense.of(32), builder.input(32));
        SymbolicTensor right = builder.apply("right", Dense.of(32), builder.input(16));
        SymbolicTensor sum = builder.apply("sum", new Add(), left, right);
        return builder.build(1, builder.apply("one", Dense.of(20), sum), builder.apply("other", Dense.of(30), sum));
    }

    private static Graph read(String file) {
        try {
            return GraphReader.read(Golden.file(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a batch of one, and with few values. */
    private static Graph prepared(Graph graph) {
        SplittableRandom random = new SplittableRandom(16);
        List<Tensor> tensors = new ArrayList<>();
        for (int index = 0; index < graph.main().tensors().size(); index++) {
            Tensor tensor = graph.main()
                    .tensor(index)
                    .withDynamicShape(graph.main().tensor(index).shape());
            boolean isWeights = Weights.in(graph.main()).containsKey(index);
            tensors.add(isWeights ? tensor.withBuffer(few(tensor, random)) : tensor);
        }
        return graph.withMain(graph.main().withTensors(tensors));
    }

    private static Buffer few(Tensor tensor, SplittableRandom random) {
        LongSupplier cluster = () -> random.nextDouble() < ZEROS ? 0 : random.nextInt(1, VALUES);
        long[] values = new long[(int) tensor.elements()];
        for (int index = 0; index < values.length; index++) {
            long value = cluster.getAsLong();
            values[index] = tensor.type() == TensorType.FLOAT32 ? Float.floatToRawIntBits(value / 8f) : 8 * value - 56;
            values[index] = value == 0 ? 0 : values[index];
        }
        return Elements.of(tensor.type(), values);
    }
}
