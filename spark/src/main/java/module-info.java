// SPDX-License-Identifier: Apache-2.0
/** Calibration, evaluation and searches on an Apache Spark cluster. Spark itself is on the class path: its jars are no modules. */
module io.espalier.spark {
    requires static org.jspecify;
    requires transitive io.espalier.search;

    exports io.espalier.spark;

    provides io.espalier.search.cluster.TrialCluster.Opener with
            io.espalier.spark.SparkCluster.SparkOpener;
}
