// SPDX-License-Identifier: Apache-2.0
/** Training and evaluation of models on TensorFlow. */
module io.espalier.train {
    requires static org.jspecify;
    requires transitive io.espalier.data;
    requires transitive io.espalier.model;
    requires com.sun.jna;
    requires org.bytedeco.javacpp;
    requires tensorflow;
    requires org.tensorflow.ndarray;

    exports io.espalier.train;
    exports io.espalier.train.callback;
    exports io.espalier.train.history;
    exports io.espalier.train.loss;
    exports io.espalier.train.optimizer;
    exports io.espalier.train.parametrize;
    exports io.espalier.train.library to
            io.espalier,
            io.espalier.experiment,
            io.espalier.spark;
    exports io.espalier.train.distil to
            io.espalier.compress,
            io.espalier.experiment;
    exports io.espalier.train.session to
            io.espalier.experiment,
            io.espalier.search;
    exports io.espalier.train.task to
            io.espalier,
            io.espalier.compress,
            io.espalier.experiment,
            io.espalier.lab,
            io.espalier.search;
    exports io.espalier.train.technique to
            io.espalier.compress,
            io.espalier.experiment;

    // bound by reflection
    opens io.espalier.train.checkpoint to
            com.fasterxml.jackson.databind;
    opens io.espalier.train.session to
            com.fasterxml.jackson.databind;
    opens io.espalier.train.technique to
            com.fasterxml.jackson.databind;
    opens io.espalier.train.library to
            com.sun.jna;
}
