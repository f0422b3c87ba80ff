// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.List;
import java.util.Optional;

/**
 * A processor core.
 *
 * @param name such as {@code cortex-m4}
 * @param isa the set of instructions, such as {@code armv7e-m}
 * @param dsp whether it multiplies and adds several small integers at once
 * @param speeds what a run costs on it, with several kernels; empty where nothing is known
 */
record Core(String name, String title, String isa, boolean dsp, List<Speed> speeds) {
    Core {
        speeds = List.copyOf(speeds);
    }

    /** What a run costs with the kernels of a way to run models. */
    Optional<Speed> speed(String way) {
        return speeds.stream()
                .filter(speed -> speed.kernels().way().equals(way))
                .findFirst();
    }

    /**
     * What a run costs on a core.
     *
     * @param kernels whose instructions are counted
     * @param cycles for each of these
     * @param basis what was published or measured
     */
    record Speed(KernelCosts kernels, double cycles, String basis, List<String> source) {
        Speed {
            source = List.copyOf(source);
        }
    }
}
