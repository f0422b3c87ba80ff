// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.stream.IntStream;

/**
 * About how long TFLite 2.20 with XNNPACK takes for an operator on one thread of a desktop: by its products, its largest tensor, and where its
 * form is slow by {@link XnnpackKernels}. From the same benchmark as that table; good enough to weigh operators of one model against each other.
 */
public final class TimeEstimate {
    private static final double ELEMENT_NANOS = 0.1;

    private TimeEstimate() {}

    /** In nanoseconds. */
    public static double nanos(Subgraph subgraph, Operator operator, KernelForm form) {
        double elements = elements(subgraph, operator);
        return XnnpackKernels.slow(subgraph, operator, form)
                .map(slow -> slow.nanos() * elements)
                .orElseGet(() -> elements * ELEMENT_NANOS
                        + MultiplyAccumulates.of(subgraph, operator) * productNanos(operator, form));
    }

    /** Of the largest input or output that is computed. */
    public static double elements(Subgraph subgraph, Operator operator) {
        return IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(tensor -> tensor != Operator.ABSENT)
                .mapToObj(subgraph::tensor)
                .filter(tensor -> !tensor.isConstant())
                .mapToDouble(Tensor::elements)
                .max()
                .orElse(0);
    }

    private static double productNanos(Operator operator, KernelForm form) {
        if (operator.is(BuiltinOperator.DEPTHWISE_CONV_2D)) {
            return form == KernelForm.INT4_STORED ? 1 : 0.03;
        }
        double inFloat = operator.is(BuiltinOperator.FULLY_CONNECTED) ? 0.045 : 0.0096;
        return switch (form) {
            case FLOAT, FLOAT16_STORED, INT8_STORED, OTHER -> inFloat;
            case INT4_STORED -> inFloat * 5.7;
            case HYBRID, HYBRID_INT4, INT8 -> inFloat * 0.27;
            case INT8_INT4, INT16 -> inFloat * 30;
        };
    }
}
