// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.application.MobileNetV2;
import io.espalier.model.application.MobileNetV3;
import io.espalier.model.application.ResNet50;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Latency of well-known networks with random weights, quantized to dynamic range, int8 and int4 weights, against float and against hybrid operators throughout. */
public final class FormLatency {
    private static final int RUNS = 20;
    private static final Head HEAD = Head.classes(1000);

    private FormLatency() {}

    /** Prints a Markdown table. */
    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 5);
        Map<String, Supplier<Model>> networks = new LinkedHashMap<>();
        networks.put("MobileNetV1", () -> new MobileNetV1(1).build(MobileNetV1.DEFAULT_SIZE, HEAD, 1));
        networks.put("MobileNetV2", () -> new MobileNetV2(1).build(MobileNetV2.DEFAULT_SIZE, HEAD, 1));
        networks.put("MobileNetV3 small", () -> MobileNetV3.SMALL.build(MobileNetV3.DEFAULT_SIZE, HEAD, 1));
        networks.put("MobileNetV3 large", () -> MobileNetV3.LARGE.build(MobileNetV3.DEFAULT_SIZE, HEAD, 1));
        networks.put("EfficientNetB0", () -> EfficientNet.B0.build(EfficientNet.B0.defaultSize(), HEAD, 1));
        networks.put("ResNet50", () -> ResNet50.build(ResNet50.DEFAULT_SIZE, HEAD, 1));
        out.println(
                "| network | float, ms | dynamic / hybrid throughout: bytes | latency | dynamic / float | int8 / float | weight_only_int4 / float: bytes | latency | int4 everywhere / float: bytes | latency |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Map.Entry<String, Supplier<Model>> network : networks.entrySet()) {
            Graph floats = Converter.convert(network.getValue().get());
            Graph hybrid = DynamicRangeQuantizer.HYBRID_THROUGHOUT.quantize(floats);
            Graph dynamic = Quantizer.of(Recipe.named("dynamic")).quantize(floats);
            Graph int8 = Quantizer.of(Recipe.named("int8"))
                    .withCalibration(Calibrator.ofSamples(RandomSamples.between(0, 1, floats)))
                    .quantize(floats);
            Graph int4 = Quantizer.of(Recipe.named("weight_only_int4")).quantize(floats);
            Graph everywhere = Quantizer.of(
                            Recipe.of(Method.NONE).withRule(Rule.of(".*", null, Method.WEIGHT_ONLY_INT4)))
                    .quantize(floats);
            LatencyInTurn against = LatencyInTurn.of(dynamic, floats, rounds, RUNS);
            out.printf(
                    Locale.US,
                    "| %s | %.2f | %.3f | %.3f | %.2f | %.2f | %.3f | %.2f | %.3f | %.2f |%n",
                    network.getKey(),
                    against.second() / 1000,
                    bytes(dynamic, hybrid),
                    LatencyInTurn.of(dynamic, hybrid, rounds, RUNS).ratio(),
                    against.ratio(),
                    LatencyInTurn.of(int8, floats, rounds, RUNS).ratio(),
                    bytes(int4, floats),
                    LatencyInTurn.of(int4, floats, rounds, RUNS).ratio(),
                    bytes(everywhere, floats),
                    LatencyInTurn.of(everywhere, floats, rounds, RUNS).ratio());
        }
    }

    private static double bytes(Graph graph, Graph against) {
        return (double) GraphWriter.size(graph) / GraphWriter.size(against);
    }
}
