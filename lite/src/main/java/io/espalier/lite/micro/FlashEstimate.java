// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Graph;
import io.espalier.lite.micro.decode.CompressedWeights;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The flash that a model takes with TFLite Micro: its bytes, and code. The code is that of three models as measured (commit 90b983c, Cortex-M4,
 * arm-none-eabi-g++ 12.2.1, -Os, exactly their kernels registered), and for kernels that none of them has, the mean of those that they have.
 *
 * @param model bytes of the file
 * @param reference code with the reference kernels
 * @param cmsisNn code with CMSIS-NN and the kernels for int8 alone
 * @param unmeasured kernels that were not among the measured ones, or not for this type
 */
public record FlashEstimate(long model, long reference, long cmsisNn, List<String> unmeasured) {
    /** What the measurements are. */
    public static final String BASIS = "code as measured for three int8 models at commit 90b983c, Cortex-M4, -Os";

    private static final Set<BuiltinOperator> MEASURED = Set.of(
            BuiltinOperator.ADD,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SOFTMAX);

    /** Everything but kernels. */
    private static final int CORE = 20_912;

    private static final int KERNEL = 2_400;
    private static final int KERNEL_CMSIS_NN = 3_776;
    private static final int ADD = 5_200;
    private static final int ADD_CMSIS_NN = 3_584;
    private static final int DEPTHWISE = 2_928;
    private static final int DEPTHWISE_CMSIS_NN = 6_464;

    public FlashEstimate {
        unmeasured = List.copyOf(unmeasured);
    }

    /** Model and code with the reference kernels. */
    public long bytes() {
        return model + reference;
    }

    /** Model and code with CMSIS-NN and the kernels for int8 alone. */
    public long cmsisNnBytes() {
        return model + cmsisNn;
    }

    /** The estimate of a graph whose file has so many bytes. */
    public static FlashEstimate of(Graph graph, long modelBytes) {
        long reference = CORE;
        long cmsisNn = CORE;
        Set<String> unmeasured = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (var subgraph : graph.subgraphs()) {
            for (var operator : subgraph.operators()) {
                if (seen.add(operator.code().name())) {
                    BuiltinOperator builtin = operator.code().builtin();
                    boolean decodes = operator.code().customCode().equals("TFLM_DECODE");
                    reference += decodes
                            ? CompressedWeights.DECODE_CODE_BYTES
                            : switch (builtin) {
                                case ADD -> ADD;
                                case DEPTHWISE_CONV_2D -> DEPTHWISE;
                                default -> KERNEL;
                            };
                    cmsisNn += decodes
                            ? CompressedWeights.DECODE_CODE_BYTES
                            : switch (builtin) {
                                case ADD -> ADD_CMSIS_NN;
                                case DEPTHWISE_CONV_2D -> DEPTHWISE_CMSIS_NN;
                                default -> KERNEL_CMSIS_NN;
                            };
                    if (!MEASURED.contains(builtin) && !decodes) {
                        unmeasured.add(operator.code().name());
                    } else if (!decodes) {
                        operator.outputs().stream()
                                .mapToObj(output -> subgraph.tensor(output).type())
                                .filter(type -> type != TensorType.INT8)
                                .forEach(type -> unmeasured.add(operator.code().name() + " in " + type));
                    }
                }
            }
        }
        return new FlashEstimate(modelBytes, reference, cmsisNn, List.copyOf(unmeasured));
    }
}
