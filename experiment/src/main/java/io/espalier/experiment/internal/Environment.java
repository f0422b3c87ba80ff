// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.EspalierVersion;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.measure.Machine;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.train.library.TensorFlowVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an experiment is run.
 *
 * @param versions of Java and the native libraries, by name
 */
public record Environment(Machine machine, Map<String, String> versions) {
    /** That of this process. */
    public static Environment here() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", System.getProperty("java.version"));
        // TFLite is loaded first: TensorFlow holds symbols of the same names, and the log of the right one is to be
        // quiet.
        versions.put("TFLite", Interpreter.runtimeVersion());
        versions.put("TensorFlow", TensorFlowVersion.current());
        return new Environment(Machine.here(), versions);
    }

    /** The same, told on the console. */
    public static Environment announced(String lab, ExperimentConsole console) {
        console.step("Lab", lab + ", Espalier " + EspalierVersion.current());
        Environment here = here();
        console.step("Versions", here.versions.toString().replaceAll("[{}]", "").replace('=', ' '));
        console.step("Machine", here.machine.describe());
        return here;
    }
}
