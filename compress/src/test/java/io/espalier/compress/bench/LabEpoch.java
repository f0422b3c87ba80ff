// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.data.DatasetSplit;
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
import io.espalier.train.parametrize.ParametrizedModel;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What an epoch of the lab's model took, 54,000 digits in batches of 128.
 *
 * @param processorSeconds tells more where others use the machine too
 */
public record LabEpoch(double seconds, double processorSeconds) {
    static DatasetSplit digits() {
        return NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
    }

    /** The lab's model, untrained. */
    public static Model network(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    static LabEpoch of(Trainer trainer, ParametrizedModel model, DatasetSplit digits) {
        long before = processorNanos();
        double seconds = trainer.fit(model, digits.train().slice(0, 54_000))
                .history()
                .last()
                .seconds();
        return new LabEpoch(seconds, (processorNanos() - before) / 1e9);
    }

    private static long processorNanos() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f s (%.3f s of processors)", seconds, processorSeconds);
    }
}
