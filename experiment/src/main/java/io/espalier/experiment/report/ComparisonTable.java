// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.left;
import static io.espalier.experiment.report.TableColumns.orDash;
import static io.espalier.experiment.report.TableColumns.percent;
import static io.espalier.experiment.report.TableColumns.right;

import com.github.freva.asciitable.ColumnData;
import io.espalier.data.Metric;
import io.espalier.experiment.report.Comparison.Layer;
import io.espalier.experiment.report.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Compared models as aligned tables: a row a model, sizes also as shares of the first one's; then each model's worst layers. */
final class ComparisonTable {
    private static final int MOST_LAYERS = 10;
    private static final List<String> DISPENSABLE = List.of(
            "load",
            "arena bytes",
            "p95",
            "max diff.",
            "of first",
            "memory bytes",
            "SNR",
            "gzip bytes",
            "agreement",
            "latency p50");
    private static final List<String> DISPENSABLE_OF_LAYERS = List.of("max diff.", "MSE", "cosine");

    private ComparisonTable() {}

    /** The table's lines, without one at the end, of at most so many characters: the columns that are left out are named below. */
    static String of(Comparison comparison, OptionalInt width) {
        Row first = comparison.models().get(0);
        List<ColumnData<Row>> columns = new ArrayList<>(List.of(
                left("model", Row::model),
                right("bytes", model -> grouped(model.bytes())),
                right("of first", model -> percent((double) model.bytes() / first.bytes())),
                right("gzip bytes", model -> grouped(model.gzipBytes()))));
        columns.addAll(scores(comparison));
        columns.addAll(List.of(
                right("agreement", model -> orDash("%.4f", model.agreement())),
                right("max diff.", model -> orDash("%.2e", model.maxDifference())),
                right("SNR", model -> orDash("%.1f dB", model.signalToNoise())),
                right("latency p50", model -> orDash("%.1f \u00b5s", model.latencyMicros())),
                right("p95", model -> orDash("%.1f \u00b5s", model.latencyP95Micros())),
                right("load", model -> orDash("%.1f ms", model.loadMillis())),
                right("memory bytes", model -> bytes(model.residentBytes())),
                right("arena bytes", model -> bytes(model.arenaBytes()))));
        StringBuilder text =
                new StringBuilder(new FittedTable<>(comparison.models(), columns, DISPENSABLE).text(width));
        List<String> conversions = conversions(comparison);
        if (!conversions.isEmpty()) {
            text.append(System.lineSeparator());
            conversions.forEach(line -> text.append(System.lineSeparator()).append(line));
        }
        comparison.models().stream()
                .filter(model -> !model.outputs().isEmpty())
                .forEach(model -> text.append(System.lineSeparator())
                        .append(System.lineSeparator())
                        .append(model.model() + ", outputs:" + System.lineSeparator())
                        .append(tensors("output", model.outputs(), width)));
        comparison.models().stream()
                .filter(model -> !model.layers().isEmpty())
                .forEach(model -> text.append(System.lineSeparator())
                        .append(System.lineSeparator())
                        .append(layers(model, width)));
        comparison.models().stream()
                .filter(model -> !model.sameWeights())
                .forEach(model -> text.append(System.lineSeparator())
                        .append(System.lineSeparator())
                        .append(otherWeights(model, first)));
        return text.toString();
    }

    /** What ran of the models that TFLite does not run as they are. */
    static List<String> conversions(Comparison comparison) {
        return comparison.models().stream()
                .filter(model -> model.convertedBytes() != null)
                .map(
                        model -> model.model() + " ran as the .tflite file of " + bytes(model.convertedBytes())
                                + " bytes that it is converted to without quantization; latency, load, memory and arena are of that file.")
                .toList();
    }

    /** Why there is nothing about inner tensors. */
    static String otherWeights(Row model, Row first) {
        return model.model() + " has other weights than " + first.model()
                + ": compare its answers, not its intermediate tensors.";
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "-" : grouped(bytes);
    }

    /** The metric that counts; of several judged outputs all metrics. */
    private static List<ColumnData<Row>> scores(Comparison comparison) {
        Map<String, Double> all = comparison.models().get(0).scores();
        if (comparison.judgedBy().isPresent() || all.isEmpty()) {
            return List.of(right(score(comparison), model -> scoreOf(comparison, model)));
        }
        return all.keySet().stream()
                .map(key -> {
                    int slash = key.lastIndexOf('/');
                    Metric metric = Metric.named(key.substring(slash + 1)).orElseThrow();
                    return right(
                            key.substring(0, slash) + " " + metric.label(),
                            (Row model) -> Optional.ofNullable(model.scores().get(key))
                                    .map(metric::format)
                                    .orElse("-"));
                })
                .toList();
    }

    private static String score(Comparison comparison) {
        return comparison.judgedBy().map(Metric::label).orElse("accuracy");
    }

    private static String scoreOf(Comparison comparison, Row model) {
        return comparison
                .judgedBy()
                .flatMap(metric ->
                        Optional.ofNullable(model.scores().get(metric.key())).map(metric::format))
                .orElse("-");
    }

    private static String layers(Row model, OptionalInt width) {
        List<Layer> worst =
                model.layers().subList(0, Math.min(MOST_LAYERS, model.layers().size()));
        return model.model() + ", intermediate tensors, the worst " + worst.size() + " of "
                + model.layers().size() + ":" + System.lineSeparator()
                + tensors("tensor", worst, width);
    }

    private static String tensors(String title, List<Layer> tensors, OptionalInt width) {
        List<ColumnData<Layer>> columns = List.of(
                left(title, Layer::tensor),
                right("SNR", layer -> orDash("%.1f dB", layer.signalToNoise())),
                right("cosine", layer -> orDash("%.6f", layer.cosine())),
                right("MSE", layer -> orDash("%.2e", layer.meanSquaredError())),
                right("max diff.", layer -> orDash("%.2e", layer.maxDifference())));
        return new FittedTable<>(tensors, columns, DISPENSABLE_OF_LAYERS).text(width);
    }
}
