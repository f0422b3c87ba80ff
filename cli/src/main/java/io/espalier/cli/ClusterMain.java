// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** The command as spark-submit starts it, which calls public classes only. */
public final class ClusterMain {
    private ClusterMain() {}

    /** @param arguments those of the command */
    public static void main(String[] arguments) {
        Main.main(arguments);
    }
}
