// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.memory.GreedyPlanner;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * What kernels with CMSIS-NN allocate besides what the reference kernels do, for int8 on a processor with DSP instructions such as a Cortex-M4: by CMSIS-NN's {@code
 * get_buffer_size} functions (2.3.0).
 */
final class CmsisNnMemory {
    /** An index of a buffer, which takes a structure over the next 16 bytes. */
    private static final int MORE_DATA = 16;

    private CmsisNnMemory() {}

    /** What an operator allocates, of what the reference kernel does. */
    static KernelMemory of(Subgraph subgraph, Operator operator, KernelMemory reference) {
        if (!operator.hasInput(0)
                || operator.outputs().isEmpty()
                || subgraph.tensor(operator.inputs().get(0)).type() != TensorType.INT8) {
            return reference;
        }
        return switch (operator.code().builtin()) {
            case CONV_2D -> with(reference, convolution(subgraph, operator), 0);
            case DEPTHWISE_CONV_2D -> with(reference, depthwise(subgraph, operator), 0);
            case AVERAGE_POOL_2D -> with(reference, 4L * last(shape(subgraph, operator, 0)), MORE_DATA);
            case MAX_POOL_2D, FULLY_CONNECTED -> with(reference, 0, MORE_DATA);
            default -> reference;
        };
    }

    /** Two columns of the image in 16 bits, unless the kernel is a plain product of matrices. */
    private static long convolution(Subgraph subgraph, Operator operator) {
        Ints kernel = shape(subgraph, operator, 1);
        if (kernel.size() != 4) {
            return 0;
        }
        boolean isPointwise = kernel.get(1) == 1 && kernel.get(2) == 1;
        long column = (long) kernel.get(1) * kernel.get(2) * kernel.get(3);
        return isPointwise ? 0 : 2 * Short.BYTES * GreedyPlanner.roundedUp(column, 4);
    }

    /** The places of a filter in 16 bits, unless it is 3 by 3, or has another form that falls back on plain C. */
    private static long depthwise(Subgraph subgraph, Operator operator) {
        Ints kernel = shape(subgraph, operator, 1);
        Ints input = shape(subgraph, operator, 0);
        if (kernel.size() != 4 || input.size() != 4) {
            return 0;
        }
        boolean isOptimized = last(input) == last(kernel)
                && input.get(0) == 1
                && operator.options().integer("dilation_w_factor") == 1
                && operator.options().integer("dilation_h_factor") == 1;
        boolean is3By3 = kernel.get(1) == 3 && kernel.get(2) == 3;
        return isOptimized && !is3By3 ? 2L * last(input) * kernel.get(1) * kernel.get(2) : 0;
    }

    private static KernelMemory with(KernelMemory reference, long scratch, int data) {
        List<Long> buffers = new ArrayList<>(reference.scratch());
        if (scratch > 0) {
            buffers.add(scratch);
        }
        List<Integer> init = reference.init().stream().map(size -> size + data).toList();
        return new KernelMemory(reference.options(), init, reference.prepare(), buffers);
    }

    private static Ints shape(Subgraph subgraph, Operator operator, int place) {
        Tensor tensor = operator.hasInput(place)
                ? subgraph.tensor(operator.inputs().get(place))
                : subgraph.tensor(operator.outputs().get(0));
        return tensor.shape();
    }

    private static int last(Ints shape) {
        return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
    }
}
