// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import org.tensorflow.TensorFlow;

/** Which TensorFlow models are trained on. */
public final class TensorFlowVersion {
    private TensorFlowVersion() {}

    /** The version of the native library, such as {@code 2.18.0}. */
    public static String current() {
        return TensorFlow.version();
    }
}
