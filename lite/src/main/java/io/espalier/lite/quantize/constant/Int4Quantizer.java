// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;

/**
 * Stores weights in int4 where a kernel takes them as they are, an eighth of the bytes: activations are float in the graph, and the kernel
 * quantizes them on the fly. Others get int8 weights through a DEQUANTIZE, which the runtime computes once; it computes one of int4 in
 * each run, and then keeps the operator from XNNPACK.
 *
 * @param everywhere whether those others get int4 too, for the smallest file
 */
public record Int4Quantizer(WeightOptions options, boolean everywhere) implements ConstantQuantizer {
    @Override
    public Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, int position) {
        return WeightOperand.at(subgraph, operator, position)
                .filter(WeightOperand::isStorable)
                .filter(weights -> weights.pays(options))
                .map(weights -> form(subgraph, operator, weights));
    }

    private ConstantEncoding form(Subgraph subgraph, Operator operator, WeightOperand weights) {
        if (kernelObstacle(subgraph, operator, weights).isPresent()) {
            return weights.dequantized(everywhere ? TensorType.INT4 : TensorType.INT8, options.granularity());
        }
        return weights.hybridInt4();
    }

    @Override
    public String reason(Subgraph subgraph, Operator operator, int position) {
        return WeightOperand.at(subgraph, operator, position)
                .map(weights -> reason(subgraph, operator, weights))
                .orElse("");
    }

    private String reason(Subgraph subgraph, Operator operator, WeightOperand weights) {
        Optional<String> noKernel = kernelObstacle(subgraph, operator, weights);
        if (noKernel.isPresent()) {
            return noKernel.get()
                    + (everywhere
                            ? "; a DEQUANTIZE computes float32 from it in each run, as the rule asks"
                            : "; int8 becomes float32 once, when the file is loaded, and int4 would in each run");
        }
        return "its kernel takes int4, and quantizes activations on the fly";
    }

    /** Why no kernel takes these weights in int4 beside float activations. */
    private static Optional<String> kernelObstacle(Subgraph subgraph, Operator operator, WeightOperand weights) {
        if (weights.row()
                .hybrid()
                .filter(kernel -> kernel.int4Version().isPresent())
                .isEmpty()) {
            return Optional.of("no kernel takes int4 weights beside float activations");
        }
        boolean floats = OperatorTable.of(operator)
                .activationInputs(operator)
                .mapToObj(subgraph::tensor)
                .allMatch(tensor -> tensor.type() == TensorType.FLOAT32);
        if (!floats) {
            return Optional.of("its activations are not float32");
        }
        return Optional.empty();
    }

    @Override
    public String obstacle(Subgraph subgraph, Operator operator) {
        return WeightOperand.obstacle(subgraph, operator, options);
    }
}
