// SPDX-License-Identifier: Apache-2.0
/** The TFLite graph: read, write, convert, rewrite, quantize, inspect. */
module io.espalier.lite {
    requires static org.jspecify;
    requires transitive io.espalier.model;
    requires com.google.protobuf;
    requires flatbuffers.java;

    exports io.espalier.lite;
    exports io.espalier.lite.calibrate;
    exports io.espalier.lite.ccode;
    exports io.espalier.lite.ccode.settings;
    exports io.espalier.lite.convert;
    exports io.espalier.lite.file;
    exports io.espalier.lite.inspect;
    exports io.espalier.lite.quantize;
    exports io.espalier.lite.recipe;
    exports io.espalier.lite.schema;
    exports io.espalier.lite.targets;
    exports io.espalier.lite.tensorflow to
            io.espalier.train,
            io.espalier.experiment;
    exports io.espalier.lite.tensorflow.export to
            io.espalier.train,
            io.espalier.experiment;
    exports io.espalier.lite.ccode.footprint to
            io.espalier.experiment;
    exports io.espalier.lite.ccode.project to
            io.espalier.experiment;
    exports io.espalier.lite.format to
            io.espalier.experiment;
    exports io.espalier.lite.micro to
            io.espalier.experiment;
    exports io.espalier.lite.calibrate.observe to
            io.espalier.runtime;
    exports io.espalier.lite.kernels to
            io.espalier.experiment,
            io.espalier.search;
    exports io.espalier.lite.operator to
            io.espalier.runtime,
            io.espalier.experiment,
            io.espalier.search;
    exports io.espalier.lite.sparse to
            io.espalier.experiment;
    exports io.espalier.lite.quantize.training to
            io.espalier.compress;
    exports io.espalier.lite.rewrite to
            io.espalier.runtime;
    exports io.espalier.lite.verify to
            io.espalier.runtime;
    exports io.espalier.lite.schema.table to
            io.espalier.runtime,
            io.espalier.experiment;
    exports io.espalier.lite.operator.domain to
            io.espalier.runtime;

    // bound by reflection
    opens io.espalier.lite.boards to
            com.fasterxml.jackson.databind;
    opens io.espalier.lite.quantize.improve to
            com.fasterxml.jackson.databind;
    opens io.espalier.lite.recipe to
            com.fasterxml.jackson.databind;
}
