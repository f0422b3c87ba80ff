// SPDX-License-Identifier: Apache-2.0
/** Types that every module uses: exceptions, preprocessing, provenance and progress. */
module io.espalier.base {
    requires static org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires org.yaml.snakeyaml;

    exports io.espalier.base;
    exports io.espalier.base.internal to
            io.espalier,
            io.espalier.compress,
            io.espalier.data,
            io.espalier.experiment,
            io.espalier.lab,
            io.espalier.lite,
            io.espalier.model,
            io.espalier.runtime,
            io.espalier.search,
            io.espalier.train;
    exports io.espalier.base.parallel to
            io.espalier.experiment,
            io.espalier.runtime,
            io.espalier.search;
    exports io.espalier.base.yaml to
            io.espalier.lite,
            io.espalier.experiment,
            io.espalier.search;
}
