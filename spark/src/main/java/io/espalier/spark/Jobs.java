// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.EspalierException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Jobs of one task for each part. */
final class Jobs {
    private Jobs() {}

    /** The numbers of the parts, each in a task of its own. */
    static JavaRDD<Integer> parts(JavaSparkContext spark, int parts) {
        List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
        return spark.parallelize(numbers, parts);
    }

    /**
     * Runs a job. What is wrong with data or model is thrown as on one machine, not as a failure of a task.
     *
     * @param what is done, for messages and Spark's pages
     */
    static <T> T run(JavaSparkContext spark, String what, Supplier<T> job) {
        spark.setJobDescription(what);
        try {
            return job.get();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof EspalierException known) {
                    throw known;
                }
            }
            throw ClusterException.failed(what + " failed on the cluster: " + e.getMessage(), e);
        } finally {
            spark.setJobDescription(null);
        }
    }
}
