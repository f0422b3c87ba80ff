// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/** The version of Espalier, filled in by the build. */
public final class EspalierVersion {
    private EspalierVersion() {}

    /** The version, such as {@code 0.1.0}. */
    public static String current() {
        return "${project.version}";
    }
}
