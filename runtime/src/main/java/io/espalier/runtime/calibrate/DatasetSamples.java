// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.runtime.feed.ExampleParts;
import io.espalier.runtime.feed.InputLayouts;
import io.espalier.runtime.guard.InputNames;
import java.util.List;
import java.util.function.Supplier;

/**
 * Examples of a data set, at equal distances.
 *
 * @param most how many at most; those of one run stay together
 */
record DatasetSamples(Dataset data, int most) implements Samples {
    @Override
    public String description() {
        return Provenance.nameOf(chosen(1).name());
    }

    @Override
    public long size() {
        return chosen(1).size();
    }

    private Dataset chosen(int together) {
        if (data.size() <= most) {
            return data;
        }
        int runs = Math.min(data.size() / together, (most + together - 1) / together);
        if (runs == 0) {
            return data;
        }
        return together == 1 ? data.sample(most) : new WholeRuns(data, together, runs);
    }

    @Override
    public <T extends Viewer> List<T> run(SampleRuns runs, Supplier<T> viewers) {
        requireSome(runs);
        int together = together(runs);
        Dataset examples = chosen(together);
        int threads = Math.min(runs.options().threads(), (examples.size() + together - 1) / together);
        return new ExampleParts(runs.model(), examples.size(), together, threads).run((from, to) -> {
            T viewer = viewers.get();
            try (CalibrationPass pass = runs.pass(viewer)) {
                new CalibrationBatches(pass, InputNames.of(runs.graph()), examples, to - from, runs.progress())
                        .run(from, to);
            }
            return viewer;
        });
    }

    @Override
    public <T extends Viewer> Stretch runPart(SampleRuns runs, int part, int parts, T viewer) {
        requireSome(runs);
        Dataset examples = chosen(together(runs));
        try (CalibrationPass pass = runs.pass(viewer)) {
            CalibrationBatches batches = new CalibrationBatches(
                    pass, InputNames.of(runs.graph()), examples, examples.size(), runs.progress());
            // whole batches: the runtime may round otherwise in batches of another size
            ExampleParts cuts = new ExampleParts(runs.model(), examples.size(), batches.batch(), parts);
            Stretch stretch = new Stretch(cuts.cut(part), cuts.cut(part + 1));
            batches.run(stretch.from(), stretch.to());
            return stretch;
        }
    }

    private void requireSome(SampleRuns runs) {
        if (data.size() == 0) {
            throw new CalibrationException(runs.model() + ": cannot calibrate with " + data.name()
                    + ", which has no examples; use about a hundred");
        }
    }

    // a model of a fixed batch may mix its examples: which of them meet must not depend on the threads
    private int together(SampleRuns runs) {
        Subgraph main = runs.graph().main();
        InputLayouts layouts = InputLayouts.of(
                runs.model(),
                main.inputs().stream().mapToObj(main::tensor).toList(),
                InputNames.of(runs.graph()),
                data);
        return layouts.open() ? 1 : layouts.together();
    }
}
