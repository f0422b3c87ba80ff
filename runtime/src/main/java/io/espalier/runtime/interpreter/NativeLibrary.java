// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.runtime.InterpreterException;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** Loads TFLite's native library, once, and asks it to be quiet. */
final class NativeLibrary {
    // tflite::logging_internal::MinimalLogger::minimum_log_severity_, in the name mangling of Linux and macOS
    private static final String LOG_SEVERITY = "_ZN6tflite16logging_internal13MinimalLogger21minimum_log_severity_E";
    private static final int ERROR = 3;

    private NativeLibrary() {}

    static void load() {
        try {
            Loaded.touch();
        } catch (LinkageError e) {
            throw new InterpreterException(
                    "cannot load the TFLite runtime's native library for " + Loader.getPlatform() + ": "
                            + e.getMessage()
                            + "; check that tensorflow-lite with this platform's classifier is on the class path. On the module path, start Java with"
                            + " --add-modules ALL-MODULE-PATH",
                    e);
        }
    }

    /** Its initialization is the loading; the virtual machine sees to it that it happens once. */
    private static final class Loaded {
        static {
            Loader.load(tensorflowlite.class);
            Pointer severity = Loader.addressof(LOG_SEVERITY);
            if (severity != null) {
                new IntPointer(severity).put(ERROR);
            }
        }

        static void touch() {}
    }
}
