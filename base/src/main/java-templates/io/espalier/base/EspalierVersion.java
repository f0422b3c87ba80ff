// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/** Which Espalier this is. The build fills the version in, so that no command reads a file for it. */
public final class EspalierVersion {
    private EspalierVersion() {}

    /** The version of this build, such as {@code 0.1.0}. */
    public static String current() {
        return "${project.version}";
    }
}
