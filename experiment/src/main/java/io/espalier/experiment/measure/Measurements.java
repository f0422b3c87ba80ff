// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.BenchmarkInputs;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.nio.file.Path;

/** Measures each variant as its user will have it: read back from its file. */
public final class Measurements {
    private static final int WARM_UP_RUNS = 200;
    private static final int RUNS = 2000;
    private static final int LEAST_RUNS = 20;
    private static final double MEASURED_SECONDS = 4;
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
    public static Measurements ofBaseline(Path file, Provenance provenance, Dataset test, int threads)
            throws IOException {
        KerasRun run = KerasRun.of(file, test, threads);
        return new Measurements(test, threads, run.predictions(), run.variant(file, provenance, test));
    }

    /** What a Keras file made of the test pictures, in TensorFlow. */
    private record KerasRun(Predictions predictions, KernelFigures kernels, double seconds) {
        static KerasRun of(Path file, Dataset test, int threads) throws IOException {
            Model model = KerasFiles.read(file);
            long start = System.nanoTime();
            try (Evaluator evaluator = Evaluator.of(model, threads)) {
                Tensor outputs = evaluator.predict(test);
                return new KerasRun(
                        Predictions.of(outputs.shape().channels(), outputs.toArray()),
                        KernelFigures.of(model),
                        (System.nanoTime() - start) / NANOS_PER_SECOND);
            }
        }

        Variant variant(Path file, Provenance provenance, Dataset test) throws IOException {
            FileMeasure measure = FileMeasure.of(file);
            return new Variant(
                    measure.name(),
                    measure.bytes(),
                    measure.gzipBytes(),
                    predictions.accuracy(test).value(),
                    null,
                    null,
                    null,
                    kernels.sparsity(),
                    kernels.distinct(),
                    null,
                    null,
                    seconds,
                    measure.sha256(),
                    provenance);
        }
    }

    /** Many of a small network; of a large one as many as take some seconds. */
    private static int runs(double secondsPerExample) {
        return (int) Math.max(LEAST_RUNS, Math.min(RUNS, MEASURED_SECONDS / secondsPerExample));
    }

    /** Measures another Keras file in TensorFlow. */
    public Variant ofKeras(Path file, Provenance provenance) throws IOException {
        return KerasRun.of(file, test, threads).variant(file, provenance, test);
    }

    public Variant baseline() {
        return baselineVariant;
    }

    /** Measures a .tflite file in the TFLite runtime. */
    public Variant ofTflite(Path file, Provenance provenance) throws IOException {
        TfliteModel model = TfliteModel.read(file);
        KernelFigures kernels = KernelFigures.of(model.graph());
        long start = System.nanoTime();
        Predictions predictions = Inference.predict(model, test, InterpreterOptions.DEFAULTS.withThreads(threads));
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        int runs = runs(seconds / test.size());
        Benchmark benchmark = Benchmark.run(
                model, InterpreterOptions.DEFAULTS, BenchmarkInputs.madeUp(), Math.min(WARM_UP_RUNS, runs), runs);
        FileMeasure measure = FileMeasure.of(file);
        return new Variant(
                measure.name(),
                measure.bytes(),
                measure.gzipBytes(),
                predictions.accuracy(test).value(),
                benchmark.latency().median(),
                benchmark.latency().p95(),
                benchmark.arenaBytes().isPresent() ? benchmark.arenaBytes().getAsLong() : null,
                kernels.sparsity(),
                kernels.distinct(),
                (double) predictions.agreement(baseline) / test.size(),
                (double) predictions.maxDifference(baseline),
                seconds,
                measure.sha256(),
                provenance);
    }
}
