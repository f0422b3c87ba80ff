// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.OptionalInt;

/** What a search for numbers found, for people and programs. */
final class NumbersText {
    private NumbersText() {}

    /** The layers, and the files with their intervals. */
    static String tables(NumbersResult result, OptionalInt width) {
        List<List<String>> layers = new ArrayList<>();
        for (LayerNumbers layer : result.layers()) {
            layers.add(List.of(
                    layer.layer().kind(),
                    layer.numbers(),
                    String.format(Locale.US, "%,d", layer.floatBytes()),
                    String.format(Locale.US, "%,d", layer.bytes()),
                    layer.layer().name()));
        }
        List<List<String>> files = new ArrayList<>();
        for (JudgedFile file : result.files()) {
            files.add(List.of(
                    String.format(Locale.US, "%,d", file.bytes()),
                    figure(file.selection().first()),
                    figure(file.test().first()),
                    file.name()));
        }
        String measure = result.chosen().selection().first().measure();
        return new FigureTable(
                                List.of("operator", "numbers", "bytes before", "after", "layer"),
                                layers,
                                List.of("bytes before", "operator"))
                        .text(width)
                + System.lineSeparator()
                + System.lineSeparator()
                + new FigureTable(
                                List.of("bytes", measure + ", selection", measure + ", test", "file"), files, List.of())
                        .text(width)
                + System.lineSeparator()
                + verdict(result);
    }

    private static String figure(OutputFigures figures) {
        return figures.interval()
                .map(interval ->
                        String.format(Locale.US, "%s (%.4f..%.4f)", figures.number(), interval.low(), interval.high()))
                .orElse(figures.number());
    }

    /** What the test part says of the chosen file beside the float one. */
    private static String verdict(NumbersResult result) {
        OutputFigures test = result.chosen().test().first();
        String said = test.difference().map(difference -> ": " + difference).orElse("");
        return "On the test part: " + test.text() + ", float " + test.referenceNumber() + " (" + test.lossText() + ")"
                + said;
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
