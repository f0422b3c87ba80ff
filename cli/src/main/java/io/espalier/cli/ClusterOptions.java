// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.search.cluster.TrialCluster;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Where a search runs: here, or on a cluster. */
final class ClusterOptions {
    private final Argument<String> spark;
    private final Argument<List<String>> settings;

    ClusterOptions(Arguments arguments) {
        spark = arguments.option(
                String.class,
                Arguments.named(
                        "--spark",
                        "MASTER",
                        "Run trials on Apache Spark: local[N], spark://HOST:PORT, yarn, k8s://URL. Needs SPARK_HOME; see docs/spark.md."));
        settings = arguments.repeated(
                "--spark-conf", "KEY=VALUE", "A setting of Spark, such as spark.executor.memory=4g. Repeatable.");
    }

    /** Whether it is a cluster. */
    boolean isGiven() {
        return spark.orNull() != null;
    }

    /**
     * Runs the command in a process with Spark, unless this is it.
     *
     * @param threads of each trial
     * @param words those of the command
     * @return the exit code of that process; empty if the search is to run in this one
     * @throws UsageException if there is no Spark
     */
    Optional<Integer> runElsewhere(int threads, List<String> words) throws IOException {
        if (!isGiven()) {
            if (settings.orNull() != null && !settings.get().isEmpty()) {
                throw UsageException.adding("--spark-conf is for a search on a cluster", "--spark", "MASTER");
            }
            return Optional.empty();
        }
        for (String setting : settings.orNull() == null ? List.<String>of() : settings.get()) {
            if (!setting.matches("spark[.][^=]+=.*")) {
                throw new UsageException("--spark-conf " + setting
                        + ": is not of the form KEY=VALUE with a key of Spark, such as spark.executor.memory=4g");
            }
        }
        if (SparkProcess.isThis()) {
            return Optional.empty();
        }
        SparkFolder folder = SparkFolder.of(System.getenv("SPARK_HOME"));
        List<String> given = settings.orNull() == null ? List.of() : settings.get();
        return Optional.of(SparkProcess.run(folder, spark.get(), given, threads, words));
    }

    /** A search, wherever its trials run. */
    @FunctionalInterface
    interface Work {
        SearchReport run(RecipeSearch search) throws IOException;
    }

    /** Does a search whose trials run where it was asked for. */
    SearchReport with(RecipeSearch search, Terminal terminal, Work work) throws IOException {
        if (!isGiven()) {
            return work.run(search);
        }
        try (TrialCluster cluster = connect()) {
            terminal.done("Cluster", cluster.description());
            return work.run(search.withRunner(cluster.runner()));
        }
    }

    private TrialCluster connect() {
        return ServiceLoader.load(TrialCluster.Opener.class)
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "this program was started on Spark without espalier-spark-*.jar; add it to --jars"))
                .open(spark.get());
    }
}
