// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bytes, parts in XNNPACK and latency of recurrent layers step by step, as a loop, and of an LSTM as one operator, in each form against float step by step. */
public final class RecurrentLatency {
    private static final int FEATURES = 64;
    private static final int RUNS = 200;

    private RecurrentLatency() {}

    /**
     * Of one file.
     *
     * @param parts what XNNPACK runs as one
     * @param latency against float, step by step
     */
    public record Figures(long bytes, int parts, LatencyInTurn latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        measure(50, 128, arguments.number(0, 5), RUNS, out);
    }

    /** Prints a Markdown table. */
    public static Map<String, Figures> measure(int steps, int units, int rounds, int runs, PrintStream out)
            throws IOException {
        out.printf(
                "| %d steps, %d units | bytes | parts in XNNPACK | µs | / float |%n|---|---|---|---|---|%n",
                steps, units);
        Map<String, Figures> all = new LinkedHashMap<>();
        for (RecurrentLayer layer : new RecurrentLayer[] {LSTM.of(units), GRU.of(units), SimpleRNN.of(units)}) {
            Model model = Model.sequential().input(steps, FEATURES).add(layer).build(1);
            String name = layer.kind();
            Graph floats = Converter.convert(model);
            Map<String, Graph> plain = forms(name, floats, UnaryOperator.identity());
            plain.putAll(forms(name + " as a loop", floats, Quantizer::withLoops));
            for (Map.Entry<String, Graph> form : plain.entrySet()) {
                all.put(form.getKey(), print(form.getKey(), form.getValue(), floats, rounds, runs, out));
            }
            if (layer instanceof LSTM) {
                Graph fused = Converter.withFusedLstm(model).convert();
                for (Map.Entry<String, Graph> form : forms(name + " as one operator", fused, UnaryOperator.identity())
                        .entrySet()) {
                    all.put(form.getKey(), print(form.getKey(), form.getValue(), floats, rounds, runs, out));
                }
            }
        }
        return all;
    }

    private static Map<String, Graph> forms(String name, Graph floats, UnaryOperator<Quantizer> change) {
        Map<String, Graph> forms = new LinkedHashMap<>();
        forms.put(
                name + ", float",
                change.apply(Quantizer.of(Recipe.named("none"))).quantize(floats));
        forms.put(
                name + ", dynamic",
                change.apply(Quantizer.of(Recipe.named("dynamic"))).quantize(floats));
        forms.put(
                name + ", int8",
                change.apply(Quantizer.of(Recipe.named("int8")))
                        .withCalibration(Calibrator.ofSamples(RandomSamples.between(-1, 1, floats)))
                        .quantize(floats));
        return forms;
    }

    private static Figures print(String name, Graph graph, Graph floats, int rounds, int runs, PrintStream out)
            throws IOException {
        int parts = Profile.run(TfliteModel.of(name, graph), InterpreterOptions.DEFAULTS, 1, 1)
                .parts()
                .size();
        Figures figures = new Figures(GraphWriter.size(graph), parts, LatencyInTurn.of(graph, floats, rounds, runs));
        out.printf(
                Locale.US,
                "| %s | %,d | %d | %.0f | %.2f |%n",
                name,
                figures.bytes(),
                parts,
                figures.latency().first(),
                figures.latency().ratio());
        return figures;
    }
}
