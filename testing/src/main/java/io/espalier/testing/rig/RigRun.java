// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model answered, and what it cost.
 *
 * @param outputs one array for each input, little-endian; several outputs one after the other
 * @param ticks of each run: instructions on a board, each known to 40; nanoseconds elsewhere
 * @param stackBytes the deepest stack of all runs, with that of the call; 0 where it is not measured
 */
public record RigRun(List<byte[]> outputs, List<Long> ticks, long stackBytes) {
    private static final int FIGURES = 3;

    public RigRun {
        outputs = List.copyOf(outputs);
        ticks = List.copyOf(ticks);
    }

    static RigRun of(byte[] output, byte[] figures) {
        ByteBuffer numbers = ByteBuffer.wrap(figures).order(ByteOrder.LITTLE_ENDIAN);
        int runs = figures.length / (FIGURES * Long.BYTES);
        int size = runs == 0 ? 0 : output.length / runs;
        if (size * runs != output.length) {
            throw new IllegalStateException(output.length + " bytes of output for " + runs + " runs");
        }
        List<byte[]> outputs = new ArrayList<>();
        List<Long> ticks = new ArrayList<>();
        long deepest = 0;
        for (int run = 0; run < runs; run++) {
            outputs.add(Arrays.copyOfRange(output, run * size, (run + 1) * size));
            long measured = numbers.getLong();
            long overhead = numbers.getLong();
            ticks.add(measured - overhead);
            deepest = Math.max(deepest, numbers.getLong());
        }
        return new RigRun(outputs, ticks, deepest);
    }

    /** The mean over all runs; on a board, what steps of 40 leave unknown averages out. */
    public double meanTicks() {
        return ticks.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    /** The median over all runs; of an even number the upper of the two. */
    public long medianTicks() {
        return ticks.stream().sorted().toList().get(ticks.size() / 2);
    }
}
