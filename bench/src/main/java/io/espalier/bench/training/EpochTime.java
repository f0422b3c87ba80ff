// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.data.Dataset;
import io.espalier.train.Trainer;
import io.espalier.train.parametrize.ParametrizedModel;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What an epoch took.
 *
 * @param processorSeconds tells more where others use the machine too
 */
public record EpochTime(double seconds, double processorSeconds) {
    static EpochTime of(Trainer trainer, ParametrizedModel model, Dataset examples) {
        long before = processorNanos();
        double seconds = trainer.fit(model, examples).history().last().seconds();
        return new EpochTime(seconds, (processorNanos() - before) / 1e9);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    @Override
    public String toString() {
        return String.format(Locale.US, "%.3f s (%.3f s of processors)", seconds, processorSeconds);
    }
}
