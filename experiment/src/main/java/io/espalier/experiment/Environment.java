// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.EspalierVersion;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.measure.Runtimes;
import java.util.Map;

/** Where a lab is run: on what machine, and with which versions. */
public record Environment(Machine machine, Map<String, String> versions) {
    /** Those of this process, which are shown. */
    public static Environment announced(String lab, ExperimentConsole console) {
        console.step("Lab", lab + ", Espalier " + EspalierVersion.current());
        Map<String, String> versions = Runtimes.versions();
        console.step("Versions", versions.toString().replaceAll("[{}]", "").replace('=', ' '));
        Machine machine = Machine.here();
        console.step("Machine", machine.describe());
        return new Environment(machine, versions);
    }
}
