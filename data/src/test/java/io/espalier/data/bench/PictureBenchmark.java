// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.bench;

import com.sun.management.OperatingSystemMXBean;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.PictureShape;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Pictures a second, decoded and resized: one after the other on one thread against batches on all processors, in turn; and the processor time
 * of one, which others on the machine disturb less. Arguments: a folder with one folder a class, rounds, and sides of the squares that
 * pictures are made into.
 */
public final class PictureBenchmark {
    private static final int BATCH = 32;

    private PictureBenchmark() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        for (int side :
                Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()) {
            compare(folder, rounds, side);
        }
    }

    private static void compare(Path folder, int rounds, int side) {
        long start = System.nanoTime();
        Dataset pictures = ImageFolder.open(folder, new PictureShape(side, side, PictureShape.Color.RGB));
        double opened = (System.nanoTime() - start) / 1e9;
        read(pictures, 1);
        long processor = processorTime();
        double[] alone = new double[rounds];
        double[] together = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            alone[round] = read(pictures, 1);
            together[round] = read(pictures, BATCH);
        }
        double micros = (processorTime() - processor) / 1e3 / (2.0 * rounds * pictures.size());
        System.out.printf(
                Locale.ROOT,
                "%d x %d: one thread %,.0f pictures/s, batches of %d on %d processors %,.0f pictures/s, ratio %.2f;"
                        + " %.0f us of processor time each; opened %,d in %.2f s%n",
                side,
                side,
                median(alone),
                BATCH,
                Runtime.getRuntime().availableProcessors(),
                median(together),
                median(together) / median(alone),
                micros,
                pictures.size(),
                opened);
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
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
