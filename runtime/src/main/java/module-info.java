// SPDX-License-Identifier: Apache-2.0
/** The real TFLite interpreter: run, calibrate, evaluate, measure. */
module io.espalier.runtime {
    requires static org.jspecify;
    requires transitive io.espalier.data;
    requires transitive io.espalier.lite;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.tensorflowlite;

    exports io.espalier.runtime;
    exports io.espalier.runtime.calibrate;
    exports io.espalier.runtime.evaluate;
    exports io.espalier.runtime.interpreter;
    exports io.espalier.runtime.measure;
}
