// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.EspalierVersion;
import io.espalier.base.ProgressListener;
import io.espalier.base.internal.JsonTree;
import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Predictions.Deviation;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.measure.Measurement.Judged;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.Footprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forms of one model, as files of any format that run in TFLite, side by side.
 *
 * @param espalier the version of Espalier
 * @param dataset what they were run on
 * @param output the output that is judged; null where several are judged, or none is
 * @param task the {@linkplain io.espalier.data.Task.Kind#key key} of what that output is for; null without one
 * @param metric the {@linkplain Metric#key key} of the metric that counts; null without an output
 * @param models the first is the one that the others are compared with
 */
@JsonPropertyOrder({"espalier", "machine", "dataset", "examples", "output", "task", "metric", "models"})
public record Comparison(
        String espalier,
        Machine machine,
        String dataset,
        int examples,
        @Nullable String output,
        @Nullable String task,
        @Nullable String metric,
        List<Row> models) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_RUNS = 1000;

    /**
     * One form of a model, and how its answers differ from those of the first; what compares is null for the first itself.
     *
     * @param model the name of the file, with as much of its folder as distinguishes it, and a number if it was given before
     * @param bytes of the file; of a folder those of all its files
     * @param gzipBytes the same after gzip
     * @param convertedBytes of the .tflite file that a model of another format was converted to; what the runtime takes is measured with it. Null if it is one
     * @param scores the metrics on the examples by their {@linkplain Metric#key keys}, of several judged outputs such as {@code age/mae}; JSON has them beside
     *     the other figures. Empty where the examples have no labels, or no output is judged
     * @param agreement the share of answers that are the same as the first's; of several judged outputs that of the first; null in a regression, or if none is judged
     * @param maxDifference the greatest difference of two numbers in the same place of an output
     * @param signalToNoise of all outputs, in decibels; null also where there is no noise, or nothing else
     * @param latencyMicros median time of one example on one thread
     * @param latencyP95Micros the time that 95 of 100 runs stay below
     * @param loadMillis what the runtime takes to load it, without reading the file
     * @param loadedBytes of memory beyond the file once it is loaded; null if the system does not tell
     * @param residentBytes of memory beyond the file after the first run; null if the system does not tell
     * @param arenaBytes of the arena of TFLite's built-in kernels; null if they do not take the model
     * @param evaluationSeconds how long all examples took
     * @param outputs each output, if there are several, by the first's name
     * @param sameWeights whether it has the weights of the first, but for rounding, as far as provenance or the weights tell; inner tensors of others are not compared
     * @param layers inner tensors that the first has too, by name, the worst first; last those without a signal-to-noise ratio
     */
    @JsonPropertyOrder({
        "model",
        "bytes",
        "gzipBytes",
        "convertedBytes",
        "agreement",
        "maxDifference",
        "meanSquaredError",
        "cosine",
        "signalToNoise",
        "latencyMicros",
        "latencyP95Micros",
        "loadMillis",
        "loadedBytes",
        "residentBytes",
        "arenaBytes",
        "evaluationSeconds",
        "sha256",
        "outputs",
        "sameWeights",
        "layers"
    })
    public record Row(
            String model,
            long bytes,
            long gzipBytes,
            @Nullable Long convertedBytes,
            @JsonAnyGetter Map<String, Double> scores,
            @Nullable Double agreement,
            @Nullable Double maxDifference,
            @Nullable Double meanSquaredError,
            @Nullable Double cosine,
            @Nullable Double signalToNoise,
            double latencyMicros,
            double latencyP95Micros,
            double loadMillis,
            @Nullable Long loadedBytes,
            @Nullable Long residentBytes,
            @Nullable Long arenaBytes,
            double evaluationSeconds,
            String sha256,
            List<Layer> outputs,
            boolean sameWeights,
            List<Layer> layers) {
        public Row {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            outputs = List.copyOf(outputs);
            layers = List.copyOf(layers);
        }

        private static Row of(
                String name,
                ComparedModel model,
                Measurement measured,
                Footprint footprint,
                @Nullable Double agreement,
                Map<String, Deviation> outputs,
                boolean sameWeights,
                List<Layer> layers)
                throws IOException {
            Deviation deviation =
                    outputs.values().stream().reduce(Deviation::merge).orElse(null);
            Benchmark speed = measured.speed().orElseThrow();
            return new Row(
                    name,
                    model.file().size(),
                    model.isConverted() ? model.gzipBytes() : measured.gzipBytes(),
                    model.isConverted() ? (Long) measured.bytes() : null,
                    Scored.of(measured),
                    agreement,
                    deviation == null ? null : deviation.greatest(),
                    deviation == null ? null : deviation.meanSquaredError(),
                    deviation == null ? null : deviation.cosine(),
                    deviation == null ? null : decibels(deviation),
                    speed.latency().median(),
                    speed.latency().p95(),
                    footprint.loadMillis(),
                    orNull(footprint.loadedBytes()),
                    orNull(footprint.runBytes()),
                    orNull(speed.arenaBytes()),
                    measured.evaluationSeconds(),
                    model.isConverted() ? model.file().sha256() : measured.sha256(),
                    outputs.size() < 2
                            ? List.of()
                            : outputs.entrySet().stream()
                                    .map(output -> Layer.of(output.getKey(), output.getValue()))
                                    .toList(),
                    sameWeights,
                    layers);
        }
    }

    /**
     * A tensor of a model against that of the first model.
     *
     * @param signalToNoise in decibels; null where there is no noise, or where all numbers of the first model are 0
     */
    @JsonPropertyOrder({"tensor", "signalToNoise", "cosine", "meanSquaredError", "maxDifference"})
    public record Layer(
            String tensor,
            @Nullable Double signalToNoise,
            double cosine,
            double meanSquaredError,
            double maxDifference) {
        /** A tensor with its deviation. */
        public static Layer of(String tensor, Deviation deviation) {
            return new Layer(
                    tensor,
                    decibels(deviation),
                    deviation.cosine(),
                    deviation.meanSquaredError(),
                    deviation.greatest());
        }
    }

    public Comparison {
        models = List.copyOf(models);
    }

    private static @Nullable Long orNull(OptionalLong bytes) {
        return bytes.isPresent() ? (Long) bytes.getAsLong() : null;
    }

    private static @Nullable Double decibels(Deviation deviation) {
        return deviation.noise() == 0 || deviation.signal() == 0 ? null : (Double) deviation.signalToNoiseDecibels();
    }

    /**
     * Runs and measures files of one model, in the TFLite runtime. The output of a model with only one is judged.
     *
     * @param first what the others are compared with
     * @param others each read when its turn comes
     * @param threads that share the examples
     * @param progress counts examples, not bytes
     * @throws IOException if a file cannot be read
     * @throws InterpreterException if the runtime refuses a file, or one answers with other numbers than the first
     */
    public static Comparison run(
            ComparedModel first, List<ComparedModel> others, Dataset data, int threads, ProgressListener progress)
            throws IOException {
        ComparedModel loaded = first.loaded();
        TfliteModel model = loaded.runnable();
        List<String> outputs = model.graph().outputNames();
        List<Judged> judged = outputs.size() == 1
                ? List.of(new Judged(
                        outputs.get(0), Task.of(Evaluation.output(model, outputs.get(0)), Choice.NONE, data)))
                : List.of();
        return run(loaded, judged, others, data, threads, progress);
    }

    /**
     * The same for models with several outputs.
     *
     * @param judged the first's outputs that are judged, and what they are for; there may be none
     */
    public static Comparison run(
            ComparedModel first,
            List<Judged> judged,
            List<ComparedModel> others,
            Dataset data,
            int threads,
            ProgressListener progress)
            throws IOException {
        List<String> names = ModelNames.of(Stream.concat(Stream.of(first), others.stream())
                .map(model -> model.file().path())
                .toList());
        TfliteModel model = first.runnable();
        Measurement reference = Measurement.ofTflite(model, judged, data, threads, MOST_RUNS, progress);
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(names.get(0), first, reference, footprint(model), null, Map.of(), true, List.of()));
        String firstHash = rows.get(0).sha256();
        for (int index = 1; index <= others.size(); index++) {
            ComparedModel compared = others.get(index - 1);
            TfliteModel other = compared.runnable();
            PairedOutputs paired = PairedOutputs.of(model, other);
            List<Judged> itsOwn = judged.stream()
                    .map(one -> new Judged(paired.other(one.output()), one.task(), one.label()))
                    .toList();
            Measurement measured = Measurement.ofTflite(other, itsOwn, data, threads, MOST_RUNS, progress);
            Map<String, Deviation> deviations = paired.deviations(model, reference, other, measured);
            boolean areEqual = deviations.values().stream().allMatch(deviation -> deviation.greatest() == 0);
            boolean same = SameWeights.in(model, firstHash, other, measured.sha256(), areEqual);
            List<Layer> layers = same
                    ? Inference.layerDeviations(model, other, data).stream()
                            .map(layer -> Layer.of(layer.tensor(), layer.deviation()))
                            .toList()
                    : List.of();
            Double agreement = PairedOutputs.agreement(reference, measured);
            rows.add(Row.of(
                    names.get(index), compared, measured, footprint(other), agreement, deviations, same, layers));
        }
        return new Comparison(
                EspalierVersion.current(),
                Machine.here(),
                data.name(),
                data.size(),
                judged.size() == 1 ? judged.get(0).output() : null,
                judged.size() == 1 ? judged.get(0).task().kind().key() : null,
                judged.size() == 1 ? judged.get(0).task().metric().key() : null,
                rows);
    }

    private static Footprint footprint(TfliteModel model) {
        return Footprint.of(model, InterpreterOptions.DEFAULTS);
    }

    /** The metric that counts; empty if no output is judged. */
    Optional<Metric> judgedBy() {
        return Optional.ofNullable(metric).flatMap(Metric::named);
    }

    /** The figures as indented JSON; what is NaN or infinite is null. */
    public String toJson() {
        return JsonTree.indented(JSON.valueToTree(this));
    }

    /**
     * The figures as aligned tables, without a line end at the last line: a row a model, then each model's worst layers.
     *
     * @param width characters a line has; columns that do not fit are left out and named below. Empty: all columns
     */
    public String toText(OptionalInt width) {
        return ComparisonTable.of(this, width);
    }

    /** A page of HTML with charts, which needs nothing beside it and no network; to be written in UTF-8. */
    public String toHtml() {
        return ComparisonPage.of(this).toHtml();
    }
}
