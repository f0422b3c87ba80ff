// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.search.trial.TrialResult;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Two trials as an application of Spark; writes what went wrong with each. */
public final class TrialsProgram {
    private TrialsProgram() {}

    /** @param arguments a model of layers, a folder that all processes see, the file for the results */
    public static void main(String[] arguments) throws IOException {
        Path store = Path.of(arguments[1], "store");
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("espalier tests"))) {
            List<TrialResult> results = new SparkTrialRunner(spark)
                    .run(
                            DigitTrials.setup(Path.of(arguments[0]), store, 1),
                            DigitTrials.trials(2),
                            result -> {},
                            new StopSignal());
            Files.write(
                    Path.of(arguments[2]),
                    results.stream()
                            .map(result -> String.valueOf(result.error()).replaceAll("\\R", " "))
                            .toList());
        }
    }
}
