// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark within this process, with threads as executors. */
final class LocalSpark {
    private LocalSpark() {}

    static JavaSparkContext start() {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("espalier tests")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false"));
    }
}
