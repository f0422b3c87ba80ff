// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.List;

/**
 * What a run costs with the kernels of one library, as a sum of instructions that was fitted to measured runs.
 *
 * @param name such as {@code cmsis-nn}
 * @param way which way of running a model has them, such as {@code tflm}
 * @param type the numbers that they compute with, such as {@code int8}
 * @param isa whose instructions were counted
 * @param mac for each multiplication with addition, except those of a DEPTHWISE_CONV_2D
 * @param depthwise for each of those
 * @param output for each number that an operator with such multiplications writes
 * @param patch for each place of a kernel larger than 1x1, at each place of the output of a CONV_2D
 * @param other for each number, or place of a pooling window, that any other operator reads
 * @param basis what was measured, how, and how far off the sum is
 * @param source where that can be read
 */
record KernelCosts(
        String name,
        String title,
        String way,
        Arithmetic type,
        String isa,
        double mac,
        double depthwise,
        double output,
        double patch,
        double other,
        String basis,
        List<String> source) {
    KernelCosts {
        source = List.copyOf(source);
    }

    /** The instructions of one run. */
    double instructions(Workload work) {
        return mac * (work.macs() - work.depthwiseMacs())
                + depthwise * work.depthwiseMacs()
                + output * work.outputs()
                + patch * work.patches()
                + other * work.others();
    }
}
