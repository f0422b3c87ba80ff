// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Networks;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A model in memory to a float graph, and the graph to the bytes of a file, in a process that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the method for setting up first.
public class ConversionTime {
    @Param({"lab", "mobile", "efficientnet-b0"})
    private String network = "lab";

    private Model model;
    private Graph graph;

    @Setup
    public void build() {
        model = switch (network) {
            case "lab" -> Networks.lab(1);
            case "mobile" -> Networks.mobile(128);
            case "efficientnet-b0" -> EfficientNet.B0.build(EfficientNet.B0.defaultSize(), Head.classes(1000), 1);
            default ->
                throw new IllegalArgumentException(
                        "unknown network " + network + "; choose lab, mobile or efficientnet-b0");
        };
        graph = Converter.convert(model);
    }

    @Benchmark
    public Graph convert() {
        return Converter.convert(model);
    }

    @Benchmark
    public byte[] encode() {
        return GraphWriter.toBytes(graph);
    }
}
