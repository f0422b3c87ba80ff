// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** Which TFLite runtime models run in. */
public final class TfliteVersion {
    private TfliteVersion() {}

    /** The version of the native library, such as {@code 2.20.0}. */
    public static String current() {
        NativeLibrary.load();
        return tensorflowlite.TfLiteVersion().getString();
    }
}
