// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.search.cluster.TrialCluster;
import io.espalier.search.trial.TrialRunner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark as the command uses it. */
record SparkCluster(JavaSparkContext spark, TrialRunner runner) implements TrialCluster {
    /** Connects to Spark, with the settings of spark-submit. */
    public static final class SparkOpener implements TrialCluster.Opener {
        @Override
        public TrialCluster open(String master) {
            SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "espalier search");
            String given = conf.get("spark.master", master);
            if (!given.equals(master)) {
                throw ClusterException.badUse(
                        "--spark names " + master + ", but spark-submit was given " + given + "; give both the same");
            }
            try {
                JavaSparkContext spark = new JavaSparkContext(conf.setMaster(master));
                return new SparkCluster(spark, new SparkTrialRunner(spark));
            } catch (Exception e) {
                throw ClusterException.failed("Spark cannot reach " + master + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public String description() {
        return "Spark " + spark.version() + ", " + spark.master();
    }

    @Override
    public void close() {
        spark.close();
    }
}
