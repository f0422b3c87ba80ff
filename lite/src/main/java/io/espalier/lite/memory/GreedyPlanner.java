// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import io.espalier.lite.Longs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places buffers as TFLite Micro's {@code GreedyMemoryPlanner} does: the largest first, each in the first gap between the buffers that are needed at the same
 * time. Of equal ones the one that was requested last comes first, as there, so that offsets are the same.
 */
public final class GreedyPlanner {
    private final List<BufferRequest> requests;
    private final long[] sizes;
    private final long[] offsets;

    /** The buffers that have a place, by where they start. */
    private final List<Integer> placed = new ArrayList<>();

    private GreedyPlanner(List<BufferRequest> requests, int alignment) {
        this.requests = List.copyOf(requests);
        sizes = requests.stream()
                .mapToLong(request -> roundedUp(request.bytes(), alignment))
                .toArray();
        offsets = new long[sizes.length];
    }

    /**
     * The place of each buffer.
     *
     * @param alignment each starts at a multiple of it and takes a multiple of it, in bytes
     */
    public static MemoryPlan plan(List<BufferRequest> requests, int alignment) {
        if (alignment < 1) {
            throw new IllegalArgumentException("An alignment of " + alignment + " bytes: it must be 1 or more");
        }
        return new GreedyPlanner(requests, alignment).plan();
    }

    /** The next multiple of an alignment. */
    public static long roundedUp(long bytes, int alignment) {
        return Math.multiplyExact(-Math.floorDiv(-bytes, alignment), (long) alignment);
    }

    private MemoryPlan plan() {
        // The sort is stable, so that of equal buffers the last one stays first.
        List<Integer> order = IntStream.iterate(sizes.length - 1, request -> request >= 0, request -> request - 1)
                .boxed()
                .sorted((one, other) -> Long.compare(sizes[other], sizes[one]))
                .toList();
        long bytes = 0;
        for (int request : order) {
            place(request);
            bytes = Math.max(bytes, end(request));
        }
        return new MemoryPlan(Longs.of(offsets), bytes);
    }

    private void place(int request) {
        long offset = 0;
        for (int other : placed) {
            if (requests.get(other).lifetime().overlaps(requests.get(request).lifetime())) {
                if (offsets[other] - offset >= sizes[request]) {
                    break;
                }
                offset = Math.max(offset, end(other));
            }
        }
        offsets[request] = offset;
        int position = placed.size();
        while (position > 0 && offsets[placed.get(position - 1)] > offset) {
            position--;
        }
        placed.add(position, request);
    }

    private long end(int request) {
        return Math.addExact(offsets[request], sizes[request]);
    }
}
