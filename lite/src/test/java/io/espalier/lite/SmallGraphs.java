// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.Graph.ExternalBuffer;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.Tensor.VariantElement;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Graphs made by hand for tests. */
public final class SmallGraphs {

    private SmallGraphs() {}

    /** One of everything that a graph can hold, though no runtime would run it. */
    public static Graph withEveryFeature() {
        Tensor input = Tensor.activation("input", TensorType.FLOAT32, Ints.of(-1, 4));
        Tensor weights = Tensor.constant("weights", TensorType.INT8, Ints.of(2, 4), Buffer.ofBytes((byte) 1, (byte) 2))
                .withQuantization(new Quantization(
                        Floats.of(-1f, -2f), Floats.of(1f, 2f), Floats.of(0.5f, 0.25f), Longs.of(3, -4), 1, null))
                .withSparsity(new Sparsity(
                        Ints.of(0, 1, 2),
                        Ints.of(1),
                        List.of(
                                Sparsity.Dimension.dense(2),
                                Sparsity.Dimension.compressed(
                                        new Sparsity.Indices(Sparsity.IndexWidth.UINT8, Ints.of(0, 200)),
                                        new Sparsity.Indices(Sparsity.IndexWidth.UINT16, Ints.of(60_000))),
                                Sparsity.Dimension.compressed(
                                        new Sparsity.Indices(Sparsity.IndexWidth.INT32, Ints.of(0, 100_000)),
                                        new Sparsity.Indices(Sparsity.IndexWidth.UINT8, Ints.of())))));
        Tensor blockwise = Tensor.constant("blockwise", TensorType.INT4, Ints.of(8), Buffer.ofBytes((byte) 7))
                .withQuantization(new Quantization(
                        Floats.EMPTY, Floats.EMPTY, Floats.EMPTY, Longs.EMPTY, 0, new Details.Blockwise(1, 2, 32)));
        Tensor custom = Tensor.activation("custom", TensorType.UINT8, Ints.of())
                .withQuantization(new Quantization(
                        Floats.EMPTY,
                        Floats.EMPTY,
                        Floats.EMPTY,
                        Longs.EMPTY,
                        0,
                        new Details.Custom(Buffer.ofBytes((byte) 9, (byte) 8))));
        Tensor variable = new Tensor(
                "variable",
                TensorType.VARIANT,
                Ints.EMPTY,
                Ints.EMPTY,
                Buffer.EMPTY,
                Quantization.NONE,
                Optional.empty(),
                true,
                false,
                List.of(new VariantElement(Ints.of(3), TensorType.BFLOAT16, true)),
                7,
                TrainedValues.NONE);
        Operator builtin = Operator.of(
                OperatorCode.of(BuiltinOperator.STABLEHLO_COMPOSITE, 2),
                Ints.of(0, Operator.ABSENT, 1),
                Ints.of(3),
                Options.of(OptionsTable.STABLEHLO_COMPOSITE)
                        .with("name", "odml.rms_norm")
                        .with("decomposition_subgraph_index", 1)
                        .with("composite_attributes", Buffer.ofBytes((byte) 1)));
        Operator unknown = new Operator(
                OperatorCode.custom("FlexThing"),
                Ints.of(0),
                Ints.of(3),
                Options.NONE,
                Buffer.ofBytes((byte) 5, (byte) 6),
                List.of(true, false),
                Ints.of(2),
                4);
        Subgraph main = new Subgraph(
                "main",
                List.of(input, weights, blockwise, custom, variable),
                Ints.of(0),
                Ints.of(3),
                List.of(builtin, unknown),
                3);
        Subgraph second = new Subgraph("second", List.of(custom), Ints.of(0), Ints.of(0), List.of());
        return new Graph(
                "everything",
                List.of(main, second),
                List.of(new Signature(
                        "one", List.of(new NamedTensor("x", 0)), List.of(new NamedTensor("y", 3)), 0, "old tag")),
                List.of(Metadata.minRuntimeVersion("2.17.0"), Metadata.text("note", "ä text")),
                List.of(Buffer.ofBytes((byte) 3)),
                List.of("weights.bin"),
                List.of(new ExternalBuffer(7, 0, 1L << 33, 64, "tight")),
                Buffer.EMPTY);
    }

    /** The graph of every options table, each field of which differs from its default. */
    public static Graph withEveryOptionsTable() {
        Tensor tensor = Tensor.activation("x", TensorType.FLOAT32, Ints.of(1));
        List<Operator> operators = new ArrayList<>();
        for (OptionsTable table : OptionsTable.values()) {
            operators.add(
                    Operator.of(OperatorCode.of(BuiltinOperator.CUSTOM, 1), Ints.of(0), Ints.of(0), filled(table)));
        }
        return new Graph(
                "",
                List.of(new Subgraph("main", List.of(tensor), Ints.of(0), Ints.of(0), operators)),
                List.of(),
                List.of());
    }

    private static Options filled(OptionsTable table) {
        Options options = Options.of(table);
        for (int slot = 0; slot < table.fields().size(); slot++) {
            String name = table.fields().get(slot).name();
            options = switch (table.fields().get(slot).kind()) {
                case BOOL -> options.with(name, !options.flag(name));
                case BYTE, INT -> options.with(name, -5 - slot);
                case UINT -> options.with(name, 0xFFFF_FFF0L + slot);
                case LONG -> options.with(name, (1L << 40) + slot);
                case FLOAT -> options.with(name, 0.1f + slot);
                case STRING -> options.with(name, "text " + slot);
                case BOOLS -> options.withFlags(name, List.of(true, false));
                case BYTES -> options.with(name, Buffer.ofBytes((byte) slot));
                case INTS, UINTS -> options.with(name, Ints.of(-1, slot));
                case LONGS -> options.with(name, Longs.of(1L << 40, slot));
                case FLOATS -> options.with(name, Floats.of(-0f, slot));
            };
        }
        return options;
    }

    /** The lab's model: reshape, convolution, pooling, flatten, dense, softmax; 20,410 weights, drawn with a fixed seed. */
    public static Graph digits() {
        Subgraph main = new Subgraph(
                "main",
                List.of(
                        Tensor.activation("input", TensorType.FLOAT32, Ints.of(-1, 28, 28)),
                        Tensor.activation("reshape", TensorType.FLOAT32, Ints.of(-1, 28, 28, 1)),
                        weights("conv2d/kernel", Ints.of(12, 3, 3, 1)),
                        weights("conv2d/bias", Ints.of(12)),
                        Tensor.activation("conv2d", TensorType.FLOAT32, Ints.of(-1, 26, 26, 12)),
                        Tensor.activation("max_pooling2d", TensorType.FLOAT32, Ints.of(-1, 13, 13, 12)),
                        Tensor.activation("flatten", TensorType.FLOAT32, Ints.of(-1, 2028)),
                        weights("dense/kernel", Ints.of(10, 2028)),
                        weights("dense/bias", Ints.of(10)),
                        Tensor.activation("dense/logits", TensorType.FLOAT32, Ints.of(-1, 10)),
                        Tensor.activation("dense", TensorType.FLOAT32, Ints.of(-1, 10))),
                Ints.of(0),
                Ints.of(10),
                List.of(
                        operator(
                                BuiltinOperator.RESHAPE,
                                Options.of(OptionsTable.RESHAPE).with("new_shape", Ints.of(-1, 28, 28, 1)),
                                1,
                                0),
                        operator(
                                BuiltinOperator.CONV_2D,
                                window(OptionsTable.CONV_2D, 1)
                                        .with("fused_activation_function", ActivationFunction.RELU),
                                4,
                                1,
                                2,
                                3),
                        operator(
                                BuiltinOperator.MAX_POOL_2D,
                                window(OptionsTable.POOL_2D, 2)
                                        .with("filter_width", 2)
                                        .with("filter_height", 2),
                                5,
                                4),
                        operator(
                                BuiltinOperator.RESHAPE,
                                Options.of(OptionsTable.RESHAPE).with("new_shape", Ints.of(-1, 2028)),
                                6,
                                5),
                        operator(BuiltinOperator.FULLY_CONNECTED, Options.of(OptionsTable.FULLY_CONNECTED), 9, 6, 7, 8),
                        operator(
                                BuiltinOperator.SOFTMAX,
                                Options.of(OptionsTable.SOFTMAX).with("beta", 1f),
                                10,
                                9)));
        Signature signature = new Signature(
                "serving_default", List.of(new NamedTensor("input", 0)), List.of(new NamedTensor("dense", 10)), 0);
        return new Graph("", List.of(main), List.of(signature), List.of(Metadata.minRuntimeVersion("1.5.0")));
    }

    private static Options window(OptionsTable table, int stride) {
        return Options.of(table)
                .with("padding", Padding.VALID)
                .with("stride_w", stride)
                .with("stride_h", stride);
    }

    private static Operator operator(BuiltinOperator builtin, Options options, int output, int... inputs) {
        return Operator.of(OperatorCode.of(builtin, 1), Ints.of(inputs), Ints.of(output), options);
    }

    private static Tensor weights(String name, Ints shape) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[shape.stream().reduce(1, (left, right) -> left * right)];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextDouble(-0.1, 0.1);
        }
        return Tensor.constant(name, TensorType.FLOAT32, shape, Buffer.ofFloats(values));
    }
}
