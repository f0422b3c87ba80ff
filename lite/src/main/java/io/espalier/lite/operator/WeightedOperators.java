// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static io.espalier.lite.operator.Operand.ACTIVATION;
import static io.espalier.lite.operator.Operand.PARAMETER;
import static io.espalier.lite.operator.Operand.weightPerChannel;
import static io.espalier.lite.operator.Row.row;
import static io.espalier.lite.operator.Row.rows;
import static io.espalier.lite.operator.ScaleConstraint.FREE;
import static io.espalier.lite.operator.ScaleConstraint.SAME_AS_FIRST;
import static io.espalier.lite.schema.TensorType.FLOAT32;
import static io.espalier.lite.schema.TensorType.INT16;
import static io.espalier.lite.schema.TensorType.INT8;

import io.espalier.lite.operator.Condition.HasInput;
import io.espalier.lite.operator.Condition.HasSparseWeights;
import io.espalier.lite.operator.Condition.InputsAre;
import io.espalier.lite.operator.Condition.OptionIsSet;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** Operators whose second or first input is learned: convolutions, products of matrices, tables to look values up. */
final class WeightedOperators {
    static final List<OperatorSpec> ROWS = rows(
            row(BuiltinOperator.CONV_2D)
                    .inputs(ACTIVATION, weightPerChannel(4, 0), new Operand.Bias(0, 1))
                    .required(2)
                    .integers(3, 4, FREE)
                    .int8WithInt4(7)
                    .hybrid(2, 5)
                    .int16Since(8, new OptionIsSet("quantized_bias_type"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.DEPTHWISE_CONV_2D)
                    .inputs(ACTIVATION, weightPerChannel(4, 3), new Operand.Bias(0, 1))
                    .required(2)
                    .integers(3, 5, FREE)
                    .int8WithInt4(7)
                    .hybridPerChannel(4, 6)
                    .since(2, new OptionIsSet("dilation_w_factor"))
                    .since(2, new OptionIsSet("dilation_h_factor"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(ACTIVATION, weightPerChannel(2, 0), new Operand.Bias(0, 1))
                    .required(2)
                    // shuffled weights come with a second output to work in
                    .outputs(OutputRole.ACTIVATION, OutputRole.PLAIN)
                    .integers(4, 7, FREE)
                    .int8WithInt4(10)
                    .hybrid(3, 12, 9)
                    .hybridInt4(12)
                    .since(2, new OptionIsSet("weights_format"))
                    .since(5, new OptionIsSet("keep_num_dims"))
                    .since(6, new InputsAre(2))
                    .since(8, new HasSparseWeights())
                    .int16Since(11, new OptionIsSet("quantized_bias_type"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpuUnless("its weights are shuffled", new OptionIsSet("weights_format")),
            row(BuiltinOperator.TRANSPOSE_CONV)
                    .inputs(PARAMETER, weightPerChannel(4, 0), ACTIVATION, new Operand.Bias(2, 1))
                    .required(3)
                    .integers(2, 2, FREE)
                    .since(3, new HasInput(3))
                    .since(4, new OptionIsSet("fused_activation_function"))
                    .int16Since(5, new OptionIsSet("quantized_bias_type"))
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.BATCH_MATMUL)
                    .inputs(ACTIVATION, ACTIVATION)
                    .integers(2, 3, FREE)
                    // with batches in two dimensions the kernel of 2.20 computes wrong numbers
                    .hybridPerTensor(1, 4, 3)
                    .storedWeights(1)
                    .micro(FLOAT32, INT8, INT16)
                    .gpu(),
            row(BuiltinOperator.EMBEDDING_LOOKUP)
                    .inputs(PARAMETER, weightPerChannel(2, 0))
                    .int8(1, new ScaleConstraint.SameAsInput(1))
                    .hybrid(3, 4)
                    .hybridInt4(4)
                    .micro(FLOAT32, INT8)
                    .gpu()
                    .moves(Movement.SELECTS),
            row(BuiltinOperator.GATHER)
                    .inputs(ACTIVATION, PARAMETER)
                    // a table to look values up
                    .storedWeights(0)
                    .integers(2, 4, SAME_AS_FIRST)
                    .since(5, new OptionIsSet("batch_dims"))
                    .micro(FLOAT32, INT8)
                    .gpu()
                    .moves(Movement.SELECTS));

    private WeightedOperators() {}
}
