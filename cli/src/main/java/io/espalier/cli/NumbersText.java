// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.recipe.Method;
import io.espalier.runtime.measure.LatencyCheck;
import io.espalier.search.bits.Budget;
import io.espalier.search.bits.Judgement;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.NumbersResult;
import io.espalier.search.bits.NumbersResult.JudgedFile;
import io.espalier.search.bits.NumbersResult.LayerNumbers;
import io.espalier.search.bits.Objective;
import io.espalier.search.bits.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What a search for numbers found, for people and programs. */
final class NumbersText {
    private static final double NANOS_PER_MICRO = 1e3;

    private NumbersText() {}

    /** The outputs of layers that stay in float because the search chose that. */
    static Set<String> keptInFloat(NumbersResult result) {
        return result.layers().stream()
                .filter(layer -> layer.numbers().equals(Method.NONE.id()))
                .map(layer -> layer.layer().output())
                .collect(Collectors.toSet());
    }

    /**
     * The layers, and the files with their intervals, with a line end.
     *
     * @param latency of the chosen file and the float one, where it was measured
     */
    static String tables(NumbersResult result, Objective objective, Optional<LatencyCheck> latency, OptionalInt width) {
        List<List<String>> layers = new ArrayList<>();
        for (LayerNumbers layer : result.layers()) {
            layers.add(List.of(
                    layer.layer().kind(),
                    layer.numbers(),
                    String.format(Locale.US, "%,d", layer.floatBytes()),
                    String.format(Locale.US, "%,d", layer.bytes()),
                    layer.layer().title()));
        }
        List<String> titles = new ArrayList<>(List.of("bytes"));
        if (objective != Objective.SIZE) {
            titles.add(objective == Objective.LATENCY ? "\u00b5s estimated" : objective.unit());
        }
        latency.ifPresent(check -> titles.add("\u00b5s measured"));
        String measure = result.chosen().selection().first().measure();
        titles.addAll(List.of(measure + ", selection", measure + ", test", "file"));
        List<List<String>> files = new ArrayList<>();
        for (JudgedFile file : result.files()) {
            List<String> cells = new ArrayList<>(List.of(String.format(Locale.US, "%,d", file.bytes())));
            if (objective != Objective.SIZE) {
                cells.add(
                        objective == Objective.LATENCY
                                ? micros(file.cost())
                                : String.format(Locale.US, "%,d", file.cost()));
            }
            latency.ifPresent(check -> cells.add(measured(result, file, check)));
            cells.add(figure(file.selection().first()));
            cells.add(figure(file.test().first()));
            cells.add(file.name());
            files.add(cells);
        }
        return new FigureTable(
                                List.of("operator", "numbers", "bytes before", "after", "layer"),
                                layers,
                                List.of("bytes before", "operator"))
                        .text(width)
                + System.lineSeparator()
                + System.lineSeparator()
                + new FigureTable(titles, files, List.of()).text(width)
                + System.lineSeparator()
                + (objective == Objective.LATENCY && latency.isPresent()
                        ? "The estimated time decided; the measured one was taken of the written file at the end."
                                + System.lineSeparator()
                        : "");
    }

    /** Microseconds of nanoseconds. */
    static String micros(long nanos) {
        return String.format(Locale.US, "%.1f", nanos / NANOS_PER_MICRO);
    }

    private static String measured(NumbersResult result, JudgedFile file, LatencyCheck check) {
        return file.equals(result.files().get(0))
                ? String.format(Locale.US, "%.1f", check.againstMicros())
                : file.equals(result.chosen()) ? String.format(Locale.US, "%.1f", check.micros()) : "-";
    }

    private static String figure(OutputFigures figures) {
        return figures.interval()
                .map(interval ->
                        String.format(Locale.US, "%s (%.4f..%.4f)", figures.number(), interval.low(), interval.high()))
                .orElse(figures.number());
    }

    /** A decision in one line. */
    static String line(Step step) {
        String cost = step.cost() < 0 ? "" : String.format(Locale.US, " (%,d)", step.cost());
        return step.what() + cost + ": " + step.measured();
    }

    /** Everything. */
    static ObjectNode json(NumbersResult result, Budget budget, Objective objective) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxDrop", budget.toString());
        json.put("objective", objective.key());
        json.put("unit", objective.unit());
        json.put("trials", result.trials());
        json.put("recipe", result.recipe().toYaml());
        ArrayNode files = json.putArray("files");
        for (JudgedFile file : result.files()) {
            ObjectNode node = files.addObject();
            node.put("file", file.name());
            node.put("bytes", file.bytes());
            node.put("cost", file.cost());
            node.set("selection", json(file.selection()));
            node.set("test", json(file.test()));
        }
        ArrayNode layers = json.putArray("layers");
        for (LayerNumbers layer : result.layers()) {
            layers.addObject()
                    .put("layer", layer.layer().name())
                    .put("operator", layer.layer().kind())
                    .put("numbers", layer.numbers())
                    .put("elements", layer.layer().elements())
                    .put("kurtosis", layer.layer().kurtosis())
                    .put("bytesInFloat", layer.floatBytes())
                    .put("bytes", layer.bytes());
        }
        ArrayNode steps = json.putArray("steps");
        for (Step step : result.steps()) {
            steps.addObject()
                    .put("what", step.what())
                    .put("cost", step.cost())
                    .put("measured", step.measured())
                    .put("kept", step.kept());
        }
        return json;
    }

    /** The figures of each output. */
    static ArrayNode json(Judgement judgement) {
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
        judgement.outputs().forEach((output, figures) -> {
            ObjectNode node = outputs.addObject();
            node.put("output", output);
            node.put("measure", figures.measure());
            number(node, "value", figures.value());
            number(node, "float", figures.reference());
            number(node, "agreement", figures.agreement());
            number(node, "snrDecibels", figures.signalToNoise());
            number(node, "divergence", figures.divergence().orElse(Double.NaN));
            number(node, "chance", figures.chance().orElse(Double.NaN));
            node.put("examples", figures.examples());
            figures.interval()
                    .ifPresent(interval ->
                            node.putArray("interval").add(interval.low()).add(interval.high()));
        });
        return outputs;
    }

    // A figure that does not exist is null.
    static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
