// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.compress.prune.PolynomialDecay;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.Dataset;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One epoch of the lab's model, 54,000 digits in batches of 128, as it is and pruned, in turn: {@code PruningBenchmark [ROUNDS [THREADS
 * [FREQUENCY]]]}.
 */
public final class PruningBenchmark {
    private PruningBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        int frequency = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
        Dataset training = NamedDatasets.standard()
                .open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE)
                .train()
                .slice(0, 54_000);
        ParametrizedModel plain = ParametrizedModel.of(network());
        ParametrizedModel pruned = Pruning.lowMagnitude(
                        PolynomialDecay.from(0.5).to(0.8).over(0, 844).frequency(frequency))
                .apply(network());
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .batchSize(128)
                .threads(threads);
        cost(trainer, plain, training);
        cost(trainer, pruned, training);
        List<Double> ratios = new ArrayList<>();
        List<Double> computing = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean plainFirst = round % 2 == 0;
            Cost first = cost(trainer, plainFirst ? plain : pruned, training);
            Cost second = cost(trainer, plainFirst ? pruned : plain, training);
            Cost withoutMasks = plainFirst ? first : second;
            Cost withMasks = plainFirst ? second : first;
            ratios.add(withMasks.seconds() / withoutMasks.seconds());
            computing.add(withMasks.processorSeconds() / withoutMasks.processorSeconds());
            System.out.printf(Locale.ROOT, "float %s, pruned %s%n", withoutMasks, withMasks);
        }
        System.out.printf(
                Locale.ROOT,
                "median of the rounds' ratios: time %.3f, processor time %.3f%n",
                median(ratios),
                median(computing));
    }

    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    /** What an epoch took; processor time tells more where others use the machine too. */
    private record Cost(double seconds, double processorSeconds) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f s (%.3f s of processors)", seconds, processorSeconds);
        }
    }

    private static Cost cost(Trainer trainer, ParametrizedModel model, Dataset training) {
        long before = processorNanos();
        double seconds = trainer.fit(model, training).history().last().seconds();
        return new Cost(seconds, (processorNanos() - before) / 1e9);
    }

    private static long processorNanos() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
