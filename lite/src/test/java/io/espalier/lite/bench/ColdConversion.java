// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.bench;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** EfficientNetB0 built, lowered and written by a virtual machine that has done nothing else before: how long, and with how much memory. */
public final class ColdConversion {
    private ColdConversion() {}

    public static void main(String[] arguments) throws IOException {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        EfficientNet network = EfficientNet.B0;
        Model model = network.build(network.defaultSize(), Head.classes(1000), 1);
        long built = System.currentTimeMillis();
        Graph graph = Converter.convert(model);
        long lowered = System.currentTimeMillis();
        Path file = Files.createTempFile("efficientnet", ".tflite");
        GraphWriter.write(graph, file);
        long written = System.currentTimeMillis();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "since the start of Java: built after %d ms, lowered after %d ms, written (%,d bytes) after %d ms;"
                        + " peak heap at most %,d bytes%n",
                built - start,
                lowered - start,
                Files.size(file),
                written - start,
                heap);
        Files.delete(file);
    }
}
