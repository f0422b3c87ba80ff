// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/**
 * Rounds numbers to the grid of the integers that they were in TFLite: nodes {@code FakeQuantWithMinMaxVars} in TensorFlow, which converters know as
 * quantization; in TF.js, which passes values through them, the arithmetic itself.
 */
final class FakeQuant {
    private static final Set<BuiltinOperator> MOVING = EnumSet.of(
            BuiltinOperator.RESHAPE,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.SLICE,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.UNPACK,
            BuiltinOperator.GATHER,
            BuiltinOperator.TILE,
            BuiltinOperator.REVERSE_V2,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE);

    private FakeQuant() {}

    /** Whether outputs of the operator are numbers of its first input, so that they are on the same grid. */
    static boolean isMoving(BuiltinOperator operator) {
        return MOVING.contains(operator);
    }

    static String ofActivation(NodeAssembly nodes, Tensor tensor, String value) {
        Quantization grid = tensor.quantization();
        boolean isRounded = grid.isPresent()
                && (tensor.type() == TensorType.INT8
                        || tensor.type() == TensorType.UINT8
                        || tensor.type() == TensorType.INT16);
        if (!isRounded) {
            return value;
        }
        if (grid.isPerChannel() || grid.details() != null) {
            throw new UnsupportedPartException(
                    "activations quantized for each channel, such as '" + tensor.name() + "'");
        }
        float scale = grid.scales().get(0);
        long zero = grid.zeroPoints().isEmpty() ? 0 : grid.zeroPoints().get(0);
        int bits = tensor.type().bits();
        long least = tensor.type() == TensorType.UINT8 ? 0 : -(1L << (bits - 1));
        String name = NodeNames.plain(tensor.name());
        return rounded(nodes, name, value, (least - zero) * scale, (least + (1L << bits) - 1 - zero) * scale, bits);
    }

    /** Rounds to {@code 2^bits} steps from {@code min} to {@code max}, of which one is zero. */
    static String rounded(NodeAssembly nodes, String name, String value, float min, float max, int bits) {
        if (nodes.dialect() == Dialect.TENSORFLOW) {
            Attributes attributes = new Attributes().with("narrow_range", false).with("num_bits", bits);
            String low = OperatorCall.real(nodes, name + "/min", min);
            String high = OperatorCall.real(nodes, name + "/max", max);
            String op = "FakeQuantWithMinMaxVars";
            return nodes.node(name + "/" + op, op, attributes, value, low, high);
        }
        int last = (1 << bits) - 1;
        float scale = (max - min) / last;
        // TensorFlow moves a range so that zero is one of its steps.
        int zero = Math.round(-min / scale);
        String low = arithmetic(nodes, name, "Maximum", value, -zero * scale);
        String clamped = arithmetic(nodes, name, "Minimum", low, (last - zero) * scale);
        String steps = arithmetic(nodes, name, "RealDiv", clamped, scale);
        String whole = nodes.node(name + "/Round", "Round", Attributes.ofType(DataType.FLOAT), steps);
        return arithmetic(nodes, name, "Mul", whole, scale);
    }

    private static String arithmetic(NodeAssembly nodes, String name, String op, String value, float number) {
        String constant = OperatorCall.real(nodes, name + "/grid", number);
        return nodes.node(name + "/" + op, op, Attributes.ofType(DataType.FLOAT), value, constant);
    }

    /**
     * A weight that is on its grid already, with a node that says so. Only grids around zero and along the last dimension, where TensorFlow has the
     * channels of kernels, can be said.
     *
     * @param stored the weight in TensorFlow's order
     */
    static String ofWeight(NodeAssembly nodes, Operand.Known constant, String weight, ConstantTensor stored) {
        Quantization grid = constant.grid();
        boolean isSaid = nodes.dialect() == Dialect.TENSORFLOW
                && grid.isPresent()
                && constant.isByte()
                && grid.zeroPoints().stream().allMatch(zero -> zero == 0);
        TensorShape shape = stored.shape();
        int rank = shape.dimensions().size();
        int channels = grid.scales().size();
        if (!isSaid || (grid.isPerChannel() && (rank == 0 || shape.dimensions().get(rank - 1) != channels))) {
            return weight;
        }
        String name = NodeNames.plain(constant.name());
        Attributes attributes = new Attributes().with("narrow_range", true).with("num_bits", 8);
        String op = grid.isPerChannel() ? "FakeQuantWithMinMaxVarsPerChannel" : "FakeQuantWithMinMaxVars";
        String low = nodes.constant(name + "/min", ends(grid, -Byte.MAX_VALUE));
        String high = nodes.constant(name + "/max", ends(grid, Byte.MAX_VALUE));
        return nodes.node(name + "/" + op, op, attributes, weight, low, high);
    }

    private static ConstantTensor ends(Quantization grid, int end) {
        int channels = grid.scales().size();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * channels).order(ByteOrder.LITTLE_ENDIAN);
        for (int channel = 0; channel < channels; channel++) {
            bytes.putFloat(end * grid.scales().get(channel));
        }
        TensorShape shape = grid.isPerChannel() ? TensorShape.of(channels) : TensorShape.of();
        return ConstantTensor.of(DataType.FLOAT, shape, bytes.flip());
    }
}
