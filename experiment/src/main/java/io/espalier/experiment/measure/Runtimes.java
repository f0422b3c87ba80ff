// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.runtime.interpreter.TfliteVersion;
import io.espalier.train.library.TensorFlowVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** What models are run and trained on. */
public final class Runtimes {
    private Runtimes() {}

    /** The versions by name. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", System.getProperty("java.version"));
        // TFLite is loaded first: TensorFlow holds symbols of the same names, and the log of the right one is to be
        // quiet.
        versions.put("TFLite", TfliteVersion.current());
        versions.put("TensorFlow", TensorFlowVersion.current());
        return versions;
    }
}
