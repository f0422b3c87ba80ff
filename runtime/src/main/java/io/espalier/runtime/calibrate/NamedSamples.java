// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Samples with a value for each input of a model, by name. */
record NamedSamples(Iterable<Map<String, SampleInput>> samples) implements Samples {
    @Override
    public String description() {
        return "samples of named inputs";
    }

    @Override
    public long size() {
        return ProgressListener.UNKNOWN;
    }

    @Override
    public <T extends Viewer> List<T> run(SampleRuns runs, Supplier<T> viewers) {
        T viewer = viewers.get();
        try (CalibrationPass pass = runs.pass(viewer)) {
            NamedSampleFeed feed = new NamedSampleFeed(pass, runs.graph());
            long number = 0;
            for (Map<String, SampleInput> sample : samples) {
                EspalierException.Interrupted.check(runs.model());
                feed.run(number++, sample);
                runs.progress().add(1);
            }
            if (number == 0) {
                throw new CalibrationException(runs.model() + ": cannot calibrate without samples");
            }
        }
        return List.of(viewer);
    }

    @Override
    public <T extends Viewer> Stretch runPart(SampleRuns runs, int part, int parts, T viewer) {
        throw new CalibrationException(runs.model() + ": samples of named inputs come one after the other and cannot be"
                + " cut into parts; calibrate with a data set");
    }
}
