// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialRunner;
import io.espalier.search.trial.TrialSetup;
import io.espalier.testing.Golden;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times the same trials on two executors and in one process with two workers, in turns, after each has run some. The scripts start it:
 * {@code scripts/run-cluster-benchmark}.
 */
public final class ClusterEfficiency {
    private static final int WORKERS = 2;
    private static final double NANOS = 1e9;

    private ClusterEfficiency() {}

    /** Starts a cluster for it, and prints what comes of it. */
    static final class Start {
        private Start() {}

        /** @param arguments trials, rounds, training examples */
        public static void main(String[] arguments) throws Exception {
            Path folder = Files.createTempDirectory("espalier-cluster");
            Path output = folder.resolve("output.txt");
            int exit;
            try (SparkFolder spark = SparkFolder.make(folder)) {
                exit = spark.submit(
                                WORKERS,
                                ClusterEfficiency.class,
                                output,
                                Golden.file("mnist_keras/model.h5").toString(),
                                folder.toString(),
                                arguments[0],
                                arguments[1],
                                arguments[2])
                        .waitFor();
            }
            Files.readAllLines(output).stream()
                    .filter(line -> exit != 0 || line.contains("efficiency"))
                    .forEach(System.out::println);
            delete(folder);
            System.exit(exit);
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** @param arguments a model of layers, a folder that all processes see, trials, rounds, training examples */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        int trials = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        int examples = Integer.parseInt(arguments[4]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("cluster efficiency"))) {
            TrialRunner cluster = new SparkTrialRunner(spark);
            TrialRunner here = new LocalTrialRunner(WORKERS);
            List<Trial> some = DigitTrials.trials(4 * WORKERS);
            seconds(cluster, DigitTrials.setup(model, folder.resolve("warm-cluster"), 1, examples), some);
            seconds(here, DigitTrials.setup(model, folder.resolve("warm-here"), 1, examples), some);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                List<Trial> all = DigitTrials.trials(trials);
                double alone =
                        seconds(here, DigitTrials.setup(model, folder.resolve("here-" + round), 1, examples), all);
                double together = seconds(
                        cluster, DigitTrials.setup(model, folder.resolve("cluster-" + round), 1, examples), all);
                ratios.add(alone / together);
                System.out.printf(
                        Locale.US,
                        "%d trials: one process with %d workers %.2f s, %d executors %.2f s, efficiency %.2f%n",
                        trials,
                        WORKERS,
                        alone,
                        WORKERS,
                        together,
                        alone / together);
            }
            Collections.sort(ratios);
            System.out.printf(Locale.US, "median efficiency of %d rounds: %.2f%n", rounds, ratios.get(rounds / 2));
        }
    }

    private static double seconds(TrialRunner runner, TrialSetup setup, List<Trial> trials) throws IOException {
        long start = System.nanoTime();
        int done = (int) runner.run(setup, trials, result -> {}, new StopSignal()).stream()
                .filter(result -> result.isDone() && result.trainedSteps() > 0)
                .count();
        if (done != trials.size()) {
            throw new IllegalStateException(done + " of " + trials.size() + " trials were done");
        }
        return (System.nanoTime() - start) / NANOS;
    }
}
