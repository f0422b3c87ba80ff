// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.base.internal.Processor;
import java.lang.management.ManagementFactory;

/**
 * The machine that figures were measured on. It is not named: only what matters to the figures.
 *
 * @param processor the name of its model; the architecture if the system does not provide it
 * @param cores that Java may use
 * @param memoryMegabytes of the machine
 */
public record Machine(String system, String architecture, String processor, int cores, long memoryMegabytes) {
    /** This machine. */
    public static Machine here() {
        String architecture = System.getProperty("os.arch");
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                architecture,
                Processor.name().orElse(architecture),
                Runtime.getRuntime().availableProcessors(),
                installedMegabytes());
    }

    private static long installedMegabytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20
                : 0;
    }

    /** For a line of text: {@code AMD EPYC, 2 cores, 24032 MB, Linux 6.1 amd64}. */
    public String describe() {
        return processor + ", " + cores + (cores == 1 ? " core, " : " cores, ") + memoryMegabytes + " MB, " + system
                + " " + architecture;
    }
}
