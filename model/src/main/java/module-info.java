// SPDX-License-Identifier: Apache-2.0
/** Models of named layers with named weights, and Keras files. */
module io.espalier.model {
    requires static org.jspecify;
    requires transitive io.espalier.base;
    requires com.google.protobuf;
    requires io.jhdf;

    exports io.espalier.model;
    exports io.espalier.model.application;
    exports io.espalier.model.format;
    exports io.espalier.model.keras;
    exports io.espalier.model.layer;
    exports io.espalier.model.layer.activation;
    exports io.espalier.model.layer.attention;
    exports io.espalier.model.layer.convolution;
    exports io.espalier.model.layer.merging;
    exports io.espalier.model.layer.normalization;
    exports io.espalier.model.layer.pooling;
    exports io.espalier.model.layer.preprocessing;
    exports io.espalier.model.layer.recurrent;
    exports io.espalier.model.layer.regularization;
    exports io.espalier.model.layer.reshaping;
    exports io.espalier.model.tensor;
    exports io.espalier.model.tensorflow to
            io.espalier.lite,
            io.espalier.train,
            io.espalier.experiment;
    exports io.espalier.model.tensorflow.checkpoint to
            io.espalier.lite,
            io.espalier.train,
            io.espalier.experiment;
    exports io.espalier.model.onnx to
            io.espalier.experiment;
    exports io.espalier.model.tfjs to
            io.espalier.lite,
            io.espalier.experiment;
    exports io.espalier.model.part to
            io.espalier.lite,
            io.espalier.train;
    exports io.espalier.model.layer.function to
            io.espalier.lite,
            io.espalier.train,
            io.espalier.compress;
}
