// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.data.Dataset;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A data set that the driver and each executor can read. */
public final class SparkData {
    private final JavaSparkContext spark;
    private final Broadcast<? extends Shared> shared;

    /** Opens a data set where it is read. */
    @FunctionalInterface
    public interface Source extends Serializable {
        /**
         * Called once on the driver, and on each executor that reads the data.
         *
         * @return the same examples, in the same order, everywhere
         * @throws IOException if they cannot be read here
         */
        Dataset open() throws IOException;
    }

    /** What an executor has of the examples. */
    interface Shared extends Serializable {
        Dataset here();
    }

    private SparkData(JavaSparkContext spark, Shared shared) {
        this.spark = spark;
        this.shared = spark.broadcast(shared);
    }

    /**
     * Reads all examples here and sends them to each executor once, as they are stored. For what fits into the memory of an executor, such as
     * the hundreds of examples that calibration takes.
     *
     * @throws io.espalier.data.DataFormatException if an example cannot be read
     * @throws ClusterException if they have 2 GB or more
     */
    public static SparkData shipped(JavaSparkContext spark, Dataset data) {
        return new SparkData(spark, ShippedExamples.of(data));
    }

    /**
     * Lets each executor open the data itself, such as a folder on a file system that all of them see.
     *
     * <pre>{@code
     * SparkData data = SparkData.opened(spark, () -> ImageFolder.of(Path.of("/shared/photographs"), shape));
     * }</pre>
     */
    public static SparkData opened(JavaSparkContext spark, Source source) {
        return new SparkData(spark, new OpenedExamples(source));
    }

    JavaSparkContext spark() {
        return spark;
    }

    Broadcast<? extends Shared> shared() {
        return shared;
    }

    /** The examples, on the driver. */
    Dataset here() {
        return shared.value().here();
    }
}
