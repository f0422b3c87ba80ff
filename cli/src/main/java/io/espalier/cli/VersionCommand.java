// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierVersion;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.train.library.TensorFlowVersion;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Tells which Espalier this is, and what it runs on. */
final class VersionCommand extends Subcommand {

    VersionCommand() {
        super("version");
    }

    @Override
    public Integer call() {
        say("Espalier", EspalierVersion.current());
        say("Java", System.getProperty("java.version"));
        say("TFLite", Interpreter.runtimeVersion());
        say("TensorFlow", tensorFlow().orElse("not installed"));
        return ExitCode.DONE;
    }

    private void say(String name, String version) {
        PrintWriter out = out();
        out.printf(Locale.US, "%-10s  %s%n", name, version);
    }

    /** A distribution without training has neither TensorFlow nor what is written for it. */
    private static Optional<String> tensorFlow() {
        try {
            return TensorFlowVersion.installed();
        } catch (NoClassDefFoundError e) {
            return Optional.empty();
        }
    }
}
