// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialSetup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Short trials of a network for digits. */
final class DigitTrials {
    private DigitTrials() {}

    static TrialSetup setup(Path model, Path store, int threads) throws IOException {
        return setup(model, store, threads, 400);
    }

    static TrialSetup setup(Path model, Path store, int threads, int examples) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        return new TrialSetup(
                "digits.h5",
                bytes,
                Provenance.parent("digits.h5", ByteBuffer.wrap(bytes)),
                () -> data(examples),
                threads,
                store.toString(),
                false);
    }

    /** The digits that nothing is trained on. */
    static Dataset digits() {
        return sample().test();
    }

    private static DatasetSplit sample() {
        return NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    }

    private static OpenedDataset data(int examples) {
        DatasetSplit all = sample();
        return new DatasetSplit(all.train().sample(examples), all.test().sample(100), all.origin());
    }

    static List<Trial> trials(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> trial(String.valueOf(i), "{cluster: " + (i + 2) + "}, {quantize: int8}"))
                .toList();
    }

    static Trial trial(String id, String steps) {
        String recipe = "batch_size: 32\nvalidation_split: 0.2\nsteps: [" + steps + "]\n";
        return new Trial(id, "digits", recipe, Map.of("cluster", id), 1);
    }

    /** What of a result does not depend on where and when it was found. */
    static String lasting(TrialResult result) {
        return result.trial().id() + " " + result.key() + " " + result.error() + " " + result.figures() + " "
                + result.sha256() + " " + result.right();
    }
}
