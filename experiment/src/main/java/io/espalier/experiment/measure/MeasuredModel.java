// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.base.ProgressListener;
import io.espalier.data.Accuracy;
import io.espalier.data.Dataset;
import io.espalier.data.Deviation;
import io.espalier.data.Predictions;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.evaluate.LayerDeviation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.BenchmarkInputs;
import io.espalier.runtime.measure.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a .tflite file answered for a data set, how long it took, and its size. */
record MeasuredModel(
        Path path, TfliteModel model, FileMeasure file, Predictions predictions, double seconds, Latency latency) {
    private static final int WARM_UP_RUNS = 200;
    private static final int RUNS = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    static MeasuredModel run(Path path, Dataset data, int threads, ProgressListener progress) throws IOException {
        long start = System.nanoTime();
        TfliteModel model = TfliteModel.read(path);
        Predictions predictions =
                Inference.predict(model, data, InterpreterOptions.DEFAULTS.withThreads(threads), progress);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        Latency latency = Benchmark.run(
                        model, InterpreterOptions.DEFAULTS, BenchmarkInputs.madeUp(), WARM_UP_RUNS, RUNS)
                .latency();
        return new MeasuredModel(path, model, FileMeasure.of(path), predictions, seconds, latency);
    }

    ComparedModel asReference(String name, Dataset data) {
        return compared(name, data, null, null, List.of());
    }

    /** @throws InterpreterException if the other gave as many numbers for an example as this one did not */
    ComparedModel comparedWith(MeasuredModel first, String name, Dataset data) {
        if (predictions.width() != first.predictions.width()) {
            throw new InterpreterException(path + ": has " + predictions.width() + " outputs per example, but "
                    + first.path + " has " + first.predictions.width() + "; compare variants of one model");
        }
        Accuracy agreement = new Accuracy(predictions.agreement(first.predictions), predictions.size());
        List<ComparedLayer> layers = LayerDeviation.measure(first.model, model, data).stream()
                .map(ComparedLayer::of)
                .toList();
        return compared(name, data, agreement.value(), predictions.deviation(first.predictions), layers);
    }

    private ComparedModel compared(
            String name,
            Dataset data,
            @Nullable Double agreement,
            @Nullable Deviation deviation,
            List<ComparedLayer> layers) {
        boolean labelled = data.targets().elements() > 0;
        return new ComparedModel(
                name,
                file.bytes(),
                file.gzipBytes(),
                labelled ? predictions.accuracy(data).value() : null,
                agreement,
                deviation == null ? null : deviation.greatest(),
                deviation == null ? null : deviation.meanSquaredError(),
                deviation == null ? null : deviation.cosine(),
                deviation == null || deviation.noise() == 0 ? null : deviation.signalToNoiseDecibels(),
                latency.median(),
                latency.p95(),
                seconds,
                file.sha256(),
                layers);
    }
}
