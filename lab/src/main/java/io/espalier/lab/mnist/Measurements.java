// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lab.FileMeasure;
import io.espalier.lab.Variant;
import io.espalier.lab.WeightSparsity;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.Provenance;
import io.espalier.model.Tensor;
import io.espalier.model.keras.KerasH5;
import io.espalier.runtime.Benchmark;
import io.espalier.runtime.Inference;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.nio.file.Path;

/** Measures each variant as its user will have it: read back from its file. */
final class Measurements {
    private static final int WARM_UP_RUNS = 200;
    private static final int RUNS = 2000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Dataset test;
    private final int threads;
    private final Predictions baseline;
    private final Variant baselineVariant;

    private Measurements(Dataset test, int threads, Predictions baseline, Variant baselineVariant) {
        this.test = test;
        this.threads = threads;
        this.baseline = baseline;
        this.baselineVariant = baselineVariant;
    }

    /** Measures the Keras file in TensorFlow; the others are compared with it. */
    static Measurements ofBaseline(Path file, Provenance provenance, Dataset test, int threads) throws IOException {
        Model model = KerasH5.read(file);
        long start = System.nanoTime();
        Predictions predictions;
        try (Evaluator evaluator = Evaluator.of(model, threads)) {
            Tensor outputs = evaluator.predict(test);
            predictions = Predictions.of(outputs.shape().channels(), outputs.toArray());
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        FileMeasure measure = FileMeasure.of(file);
        Variant variant = new Variant(
                measure.name(),
                measure.bytes(),
                measure.gzipBytes(),
                predictions.accuracy(test).value(),
                null,
                null,
                model.weights().sparsity(),
                null,
                null,
                seconds,
                measure.sha256(),
                provenance);
        return new Measurements(test, threads, predictions, variant);
    }

    Variant baseline() {
        return baselineVariant;
    }

    /** Measures a .tflite file in the TFLite runtime. */
    Variant ofTflite(Path file, Provenance provenance) throws IOException {
        Graph graph = GraphReader.read(file);
        long start = System.nanoTime();
        Predictions predictions = Inference.predict(file, test, InterpreterOptions.DEFAULTS.withThreads(threads));
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        Benchmark benchmark = Benchmark.of(file, InterpreterOptions.DEFAULTS, WARM_UP_RUNS, RUNS);
        FileMeasure measure = FileMeasure.of(file);
        return new Variant(
                measure.name(),
                measure.bytes(),
                measure.gzipBytes(),
                predictions.accuracy(test).value(),
                benchmark.latency().median(),
                benchmark.latency().p95(),
                WeightSparsity.of(graph),
                (double) predictions.agreement(baseline) / test.size(),
                (double) predictions.maxDifference(baseline),
                seconds,
                measure.sha256(),
                provenance);
    }
}
