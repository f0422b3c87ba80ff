// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.runtime.feed.ExampleParts;
import java.util.List;
import java.util.function.Supplier;

/** All examples of a data set. */
record DatasetSamples(Dataset data) implements Samples {
    @Override
    public String description() {
        return Provenance.nameOf(data.name());
    }

    @Override
    public long size() {
        return data.size();
    }

    @Override
    public <T extends Viewer> List<T> run(SampleRuns runs, Supplier<T> viewers) {
        if (data.size() == 0) {
            throw new CalibrationException(runs.model() + ": cannot calibrate with " + data.name()
                    + ", which has no examples; use about a hundred");
        }
        int together = fixedBatch(runs.graph());
        int threads = Math.min(runs.options().threads(), (data.size() + together - 1) / together);
        return new ExampleParts(runs.model(), data.size(), together, threads).run((from, to) -> {
            T viewer = viewers.get();
            try (CalibrationPass pass = runs.pass(viewer)) {
                new CalibrationBatches(pass, data, to - from, runs.progress()).run(from, to);
            }
            return viewer;
        });
    }

    // a model of a fixed batch may mix its examples: which of them meet must not depend on the threads
    private static int fixedBatch(Graph graph) {
        Ints inputs = graph.main().inputs();
        Ints shape = inputs.isEmpty()
                ? Ints.EMPTY
                : graph.main().tensor(inputs.get(0)).dynamicShape();
        return shape.isEmpty() ? 1 : Math.max(1, shape.get(0));
    }
}
