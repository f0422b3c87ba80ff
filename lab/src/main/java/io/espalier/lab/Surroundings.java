// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.model.EspalierVersion;
import java.util.Map;

/** Where a lab is run: on what machine, and with which versions. */
public record Surroundings(Machine machine, Map<String, String> versions) {
    /** Those of this process, which are shown. */
    public static Surroundings announced(String lab, LabConsole console) {
        console.step("Lab", lab + ", Espalier " + EspalierVersion.current());
        Map<String, String> versions = Runtimes.versions();
        console.step("Versions", versions.toString().replaceAll("[{}]", "").replace('=', ' '));
        Machine machine = Machine.here();
        console.step("Machine", machine.describe());
        return new Surroundings(machine, versions);
    }
}
