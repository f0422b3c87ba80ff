// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

/** How an operator of TFLite is written as nodes. */
@FunctionalInterface
interface ExportRule {
    /** @throws UnsupportedPartException if there is no equivalent */
    void write(OperatorCall call);
}
