// SPDX-License-Identifier: Apache-2.0
/** Searches for the best compression of a model. */
module io.espalier.search {
    requires static org.jspecify;
    requires transitive io.espalier.experiment;
    requires org.yaml.snakeyaml;

    exports io.espalier.search;
    exports io.espalier.search.run;
    exports io.espalier.search.trial;
    exports io.espalier.search.cluster to
            io.espalier.spark;
}
