// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.tensor.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * EfficientNetB0 built, lowered and written by a virtual machine that has done nothing else before: how long since it started, and with how
 * much memory. It compares with nothing; each time is one of a fresh process.
 */
public final class ColdConversion {
    private ColdConversion() {}

    /**
     * What the conversion took.
     *
     * @param built milliseconds since the start of Java until there was a model
     * @param lowered likewise, until there was a graph
     * @param written likewise, until there was a file
     * @param bytes of the file
     * @param peakHeap bytes, at most
     */
    public record Figures(long built, long lowered, long written, long bytes, long peakHeap) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        measure(EfficientNet.B0.defaultSize(), out);
    }

    /** Measures with pictures of that size. */
    public static Figures measure(Size size, PrintStream out) throws IOException {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        Model model = EfficientNet.B0.build(size, Head.classes(1000), 1);
        long built = System.currentTimeMillis();
        Graph graph = Converter.convert(model);
        long lowered = System.currentTimeMillis();
        Path file = Files.createTempFile("efficientnet", ".tflite");
        try {
            GraphWriter.write(graph, file);
            long written = System.currentTimeMillis();
            Figures figures =
                    new Figures(built - start, lowered - start, written - start, Files.size(file), peakHeap());
            out.printf(
                    Locale.US,
                    "since the start of Java: built after %d ms, lowered after %d ms, written (%,d bytes) after %d ms;"
                            + " peak heap at most %,d bytes%n",
                    figures.built(),
                    figures.lowered(),
                    figures.bytes(),
                    figures.written(),
                    figures.peakHeap());
            return figures;
        } finally {
            Files.delete(file);
        }
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
