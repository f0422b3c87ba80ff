// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.HarmlessPath;
import io.espalier.base.internal.JsonTree;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.statistics.Guess;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything a lab measured, with full precision, and what is needed to measure it again.
 *
 * @param lab the lab's name, such as {@code mnist}
 * @param espalier the version of Espalier
 * @param versions of Java and the native libraries, by name
 * @param baseline how the baseline came about, where that must be known to read the figures; null otherwise
 * @param task what the models are for, and how they are judged
 * @param history of all trainings, epoch by epoch
 * @param variants in the order in which they were made, the baseline first
 * @param firmware those of them that became C for microcontrollers
 * @param details what its page shows besides; null in reports of older versions
 */
@JsonPropertyOrder({
    "lab",
    "espalier",
    "machine",
    "versions",
    "baseline",
    "data",
    "settings",
    "task",
    "history",
    "variants",
    "firmware",
    "details"
})
public record Report(
        String lab,
        String espalier,
        Machine machine,
        Map<String, String> versions,
        @Nullable String baseline,
        Data data,
        Settings settings,
        Purpose task,
        List<Epoch> history,
        List<Variant> variants,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Firmware> firmware,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReportDetails details) {
    /** The name of its file in a folder. */
    public static final String FILE_NAME = "report.json";

    /** The name of its page in a folder. */
    public static final String PAGE_NAME = "report.html";

    private static final JsonMapper JSON = new JsonMapper();

    public Report {
        history = List.copyOf(history);
        variants = List.copyOf(variants);
        firmware = List.copyOf(firmware);
    }

    /** A report without models for microcontrollers, and without details. */
    public Report(
            String lab,
            String espalier,
            Machine machine,
            Map<String, String> versions,
            @Nullable String baseline,
            Data data,
            Settings settings,
            Purpose task,
            List<Epoch> history,
            List<Variant> variants) {
        this(lab, espalier, machine, versions, baseline, data, settings, task, history, variants, List.of(), null);
    }

    /**
     * What was trained and tested on.
     *
     * @param name of the data set that was used
     * @param source which source served it
     * @param sha256 of its files' contents, by file name
     * @param insteadOf the data set that was asked for, if no source had it; null otherwise
     */
    public record Data(
            String name,
            String source,
            Map<String, String> sha256,
            int trainingExamples,
            int testExamples,
            @Nullable String insteadOf) {
        /** Data from somewhere. */
        public static Data of(ExperimentData data, Origin origin, @Nullable String insteadOf) {
            return new Data(
                    Provenance.nameOf(data.name()),
                    HarmlessPath.hidden(origin.source()),
                    origin.sha256(),
                    data.train().size(),
                    data.test().size(),
                    insteadOf);
        }
    }

    /**
     * What was chosen.
     *
     * @param originalLatencyMicros median time of one example on one thread in the original, converted as it is, where the recipe asks for low
     *     latency: no slower file is recommended; null where it does not
     */
    public record Settings(
            int batchSize,
            double validationSplit,
            long seed,
            int threads,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double originalLatencyMicros) {}

    /**
     * What the models are for.
     *
     * @param kind the {@linkplain Task.Kind#key key} of the task
     * @param logits whether outputs are logits
     * @param loss the loss that was trained
     * @param metric the {@linkplain Metric#key key} of the metric that counts
     * @param guess the accuracy of naming the most frequent class of the test examples each time; null where accuracy does not count, and in
     *     reports of older versions
     * @param outputs the same for each of several outputs, by their names; what stands beside it is that of the first. Empty for a model of one output
     */
    public record Purpose(
            String kind,
            boolean logits,
            String loss,
            String metric,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double guess,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Purpose> outputs) {
        public Purpose {
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }

        /** The purpose of a model of one output. */
        public Purpose(String kind, boolean logits, String loss, String metric, @Nullable Double guess) {
            this(kind, logits, loss, metric, guess, Map.of());
        }

        /**
         * The purpose in the tasks of all outputs.
         *
         * @param test the examples that models are measured on
         */
        public static Purpose of(Tasks tasks, Dataset test) {
            Map<String, Purpose> outputs = new LinkedHashMap<>();
            tasks.byOutput().forEach((output, task) -> outputs.put(output, of(task, tasks.labelOf(output, test))));
            Purpose first = outputs.values().iterator().next();
            return outputs.size() == 1
                    ? first
                    : new Purpose(first.kind, first.logits, first.loss, first.metric, first.guess, outputs);
        }

        private static Purpose of(Task task, Dataset test) {
            return new Purpose(
                    task.kind().key(),
                    task.logits(),
                    task.loss().key(),
                    task.metric().key(),
                    Guess.of(task, test).map(Guess::accuracy).orElse(null));
        }
    }

    /** What the variants are judged by: the metric that counts, of each output; that of the first counts most. */
    List<Criterion> criteria() {
        return task.outputs().isEmpty()
                ? List.of(new Criterion(
                        "", metric(), Optional.ofNullable(task.guess()).map(Guess::new)))
                : task.outputs().entrySet().stream()
                        .map(output -> new Criterion(
                                output.getKey(),
                                Metric.named(output.getValue().metric()).orElseThrow(),
                                Optional.ofNullable(output.getValue().guess()).map(Guess::new)))
                        .toList();
    }

    /** Whether the memory of any file is known. */
    boolean tellsMemory() {
        return variants.stream().anyMatch(variant -> variant.residentBytes() != null);
    }

    /** The metric that counts, of several outputs that of the first. */
    @JsonIgnore
    public Metric metric() {
        return Metric.named(task.metric()).orElseThrow();
    }

    /**
     * One epoch of one training; losses and accuracies are means over the examples. Losses of numbers have no accuracy.
     *
     * @param outputs those of each of several outputs, such as {@code age_loss} and {@code val_age_loss}; empty for one
     */
    public record Epoch(
            String training,
            int epoch,
            double loss,
            @Nullable Double accuracy,
            @Nullable Double validationLoss,
            @Nullable Double validationAccuracy,
            double seconds,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> outputs) {
        public Epoch {
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }

        /** All epochs of a training of that name. */
        public static List<Epoch> all(String training, History history) {
            return history.epochs().stream().map(epoch -> of(training, epoch)).toList();
        }

        private static Epoch of(String training, History.Epoch epoch) {
            return new Epoch(
                    training,
                    epoch.epoch(),
                    epoch.training().loss(),
                    orNull(epoch.training().accuracy()),
                    epoch.validation().map(Metrics::loss).orElse(null),
                    epoch.validation()
                            .map(metrics -> orNull(metrics.accuracy()))
                            .orElse(null),
                    epoch.seconds(),
                    ofOutputs(epoch));
        }

        private static Map<String, Double> ofOutputs(History.Epoch epoch) {
            Map<String, Double> figures = new LinkedHashMap<>(epoch.training().outputsByName());
            epoch.validation()
                    .ifPresent(metrics ->
                            metrics.outputsByName().forEach((name, value) -> figures.put("val_" + name, value)));
            return figures;
        }

        private static @Nullable Double orNull(OptionalDouble accuracy) {
            return accuracy.isPresent() ? (Double) accuracy.getAsDouble() : null;
        }
    }

    /**
     * Writes it to a folder: {@code report.json}, and {@code report.html}, the page made of it.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE_NAME), toJson().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(folder.resolve(PAGE_NAME), toHtml(folder).getBytes(StandardCharsets.UTF_8));
    }

    /** A page of HTML with tables and charts, which needs nothing beside it and no network; to be written in UTF-8. */
    public String toHtml() {
        return ReportPage.of(this, Optional.empty()).toHtml();
    }

    /** The same page with the graph of the recommended file, before and after, drawn from the files of a folder. */
    public String toHtml(Path folder) {
        return ReportPage.of(this, Optional.of(folder)).toHtml();
    }

    /**
     * Reads the report of a folder, of this or an older version.
     *
     * @throws DataFormatException if there is none, or it is damaged; says what to do
     * @throws IOException if it cannot be read
     */
    public static Report read(Path folder) throws IOException {
        return ReportFile.read(folder.resolve(FILE_NAME));
    }

    /**
     * The variants as one aligned table, without a line end at the last line.
     *
     * @param width characters a line has; columns that do not fit are left out and named below. Empty: all columns
     */
    public String toText(OptionalInt width) {
        return ReportTable.of(this, width);
    }

    /**
     * Which file is the smallest, which the most accurate, and which to take for an edge device, in sentences; empty where no file runs
     * in the TFLite runtime.
     */
    public String verdict() {
        return Verdict.of(this);
    }

    /** The file that the {@linkplain #verdict verdict} recommends for edge devices; empty if it recommends none. */
    public Optional<Variant> recommended() {
        return Verdict.recommended(this);
    }

    /** Everything as indented JSON; what is NaN or infinite is null. */
    public String toJson() {
        return JsonTree.indented(JSON.valueToTree(this));
    }

    /**
     * A file with one form of the model, and its measurements.
     *
     * @param name the name of the file
     * @param bytes its size in bytes
     * @param gzipBytes its size in bytes after gzip
     * @param scores the metrics on the test examples by their {@linkplain Metric#key keys}, for one of several outputs such as {@code age/mae}; JSON has
     *     them beside the other figures
     * @param latencyMicros median time of one example on one thread in the TFLite runtime; null for a file that does not run there
     * @param latencyP95Micros the 95th percentile of the same time; null if the latency is null
     * @param residentBytes of memory beyond the file after the first run, with XNNPACK; null for a file that does not run in the TFLite runtime, where the
     *     system does not tell, and in reports of older versions
     * @param arenaBytes bytes of the arena that TFLite's memory planner allocates for one example with plain kernels; null if the latency is null
     * @param sparsity the share of zeros in its kernels, from 0 to 1
     * @param distinct the number of distinct values in its largest kernel
     * @param agreement the share of answers that are the same as the baseline's in TensorFlow; null for the baseline, and in a regression; of several outputs the first counts
     * @param maxDifference the largest difference of any output from the baseline's; null for the baseline
     * @param evaluationSeconds the time for all test examples, in seconds
     */
    @JsonPropertyOrder({
        "name",
        "bytes",
        "gzipBytes",
        "latencyMicros",
        "latencyP95Micros",
        "residentBytes",
        "arenaBytes",
        "sparsity",
        "distinct",
        "agreement",
        "maxDifference",
        "evaluationSeconds",
        "sha256",
        "provenance"
    })
    public record Variant(
            String name,
            long bytes,
            long gzipBytes,
            @JsonAnyGetter Map<String, Double> scores,
            @Nullable Double latencyMicros,
            @Nullable Double latencyP95Micros,
            @Nullable Long residentBytes,
            @Nullable Long arenaBytes,
            double sparsity,
            int distinct,
            @Nullable Double agreement,
            @Nullable Double maxDifference,
            double evaluationSeconds,
            String sha256,
            Provenance provenance) {
        public Variant {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        }

        /** A file whose memory was not measured. */
        public Variant(
                String name,
                long bytes,
                long gzipBytes,
                Map<String, Double> scores,
                @Nullable Double latencyMicros,
                @Nullable Double latencyP95Micros,
                @Nullable Long arenaBytes,
                double sparsity,
                int distinct,
                @Nullable Double agreement,
                @Nullable Double maxDifference,
                double evaluationSeconds,
                String sha256,
                Provenance provenance) {
            this(
                    name,
                    bytes,
                    gzipBytes,
                    scores,
                    latencyMicros,
                    latencyP95Micros,
                    null,
                    arenaBytes,
                    sparsity,
                    distinct,
                    agreement,
                    maxDifference,
                    evaluationSeconds,
                    sha256,
                    provenance);
        }

        /** The same file with the memory that it takes. */
        public Variant withResidentBytes(long measured) {
            return new Variant(
                    name,
                    bytes,
                    gzipBytes,
                    scores,
                    latencyMicros,
                    latencyP95Micros,
                    measured,
                    arenaBytes,
                    sparsity,
                    distinct,
                    agreement,
                    maxDifference,
                    evaluationSeconds,
                    sha256,
                    provenance);
        }

        /** A metric on the test examples, of a model of one output; NaN if these do not define it. */
        public double score(Metric metric) {
            return score("", metric);
        }

        /** A metric of one of several outputs on the test examples; NaN if these do not define it. */
        public double score(String output, Metric metric) {
            return scores.getOrDefault(Scored.key(output, metric), Double.NaN);
        }

        private static double maxDifference(Measurement measured, Measurement baseline) {
            double largest = 0;
            for (int place = 0; place < measured.judged().size(); place++) {
                Predictions answers = answers(measured, place);
                largest = Math.max(largest, answers.maxDifference(answers(baseline, place)));
            }
            return largest;
        }

        private static Predictions answers(Measurement measured, int place) {
            return Objects.requireNonNull(
                    measured.outputs().get(measured.judged().get(place).output()));
        }

        /** @param baseline the measurement that it is compared with; null for the baseline and other Keras files */
        public static Variant of(
                String name, Measurement measured, @Nullable Measurement baseline, Provenance provenance) {
            Optional<Benchmark> speed = measured.speed();
            OptionalLong arena = speed.map(Benchmark::arenaBytes).orElse(OptionalLong.empty());
            return new Variant(
                    name,
                    measured.bytes(),
                    measured.gzipBytes(),
                    Scored.of(measured),
                    speed.map(figures -> figures.latency().median()).orElse(null),
                    speed.map(figures -> figures.latency().p95()).orElse(null),
                    arena.isPresent() ? (Long) arena.getAsLong() : null,
                    measured.sparsity(),
                    measured.distinct(),
                    baseline == null ? null : PairedOutputs.agreement(baseline, measured),
                    baseline == null ? null : (Double) maxDifference(measured, baseline),
                    measured.evaluationSeconds(),
                    measured.sha256(),
                    provenance);
        }
    }
}
