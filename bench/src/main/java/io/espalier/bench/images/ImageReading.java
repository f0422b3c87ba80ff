// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.images;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.base.ImageShape;
import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Pictures a second, decoded and resized: batches on all processors against one after the other on one thread, in turn; and the processor time of
 * one, which others on the machine disturb less.
 */
public final class ImageReading {
    private static final int BATCH = 32;
    private static final int USUAL_SIDE = 96;

    private ImageReading() {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        Path folder = arguments.path(0, "image folder");
        int rounds = arguments.number(1, 7);
        for (int place = 2; place == 2 || place < arguments.words().size(); place++) {
            measure(folder, arguments.number(place, USUAL_SIDE), rounds, out);
        }
    }

    /** Measures with pictures made into squares; pictures a second in batches come first, one by one second. */
    public static InTurn<Double> measure(Path folder, int side, int rounds, PrintStream out) throws IOException {
        long start = System.nanoTime();
        Dataset pictures = ImageFolder.open(folder, new ImageShape(side, side, ImageShape.Color.RGB));
        double opened = (System.nanoTime() - start) / 1e9;
        read(pictures, 1);
        long processor = processorTime();
        InTurn<Double> rates = InTurn.of(rounds, () -> read(pictures, BATCH), () -> read(pictures, 1));
        double micros = (processorTime() - processor) / 1e3 / (2.0 * rounds * pictures.size());
        out.printf(
                Locale.US,
                "%d x %d: batches of %d on %d processors %,.0f images/s, one thread %,.0f images/s, ratio %.2f;"
                        + " %.0f us of processor time each; opened %,d in %.2f s%n",
                side,
                side,
                BATCH,
                Runtime.getRuntime().availableProcessors(),
                rates.firstMedian(Double::doubleValue),
                rates.secondMedian(Double::doubleValue),
                rates.ratio(Double::doubleValue),
                micros,
                pictures.size(),
                opened);
        return rates;
    }

    /** Reads all, so many at once. */
    private static double read(Dataset pictures, int batch) {
        ByteBuffer features =
                ByteBuffer.allocateDirect(batch * pictures.features().bytes());
        ByteBuffer targets =
                ByteBuffer.allocateDirect(batch * pictures.targets().bytes());
        int[] all = IntStream.range(0, pictures.size()).toArray();
        long start = System.nanoTime();
        for (int from = 0; from < all.length; from += batch) {
            pictures.read(all, from, Math.min(batch, all.length - from), features.clear(), targets.clear());
        }
        return all.length / ((System.nanoTime() - start) / 1e9);
    }

    private static long processorTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
