// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some examples of a set, a view.
 *
 * @param places of the examples in the set
 */
record Chosen(Dataset viewed, List<Integer> places) implements Dataset.View {
    Chosen {
        places = List.copyOf(places);
    }

    /** So many examples at equal distances of those that are not in the sample of that size. */
    static Dataset others(Dataset whole, int sample, int size) {
        Set<Integer> taken = IntStream.range(0, sample)
                .mapToObj(i -> (int) ((long) i * whole.size() / sample))
                .collect(Collectors.toSet());
        List<Integer> left = IntStream.range(0, whole.size())
                .boxed()
                .filter(place -> !taken.contains(place))
                .toList();
        return new Chosen(whole, left).sample(size);
    }

    @Override
    public String name() {
        return viewed.name() + ", " + size() + " chosen";
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        int[] wanted =
                Arrays.stream(indices, from, from + count).map(places::get).toArray();
        viewed.read(wanted, 0, count, features, targets);
    }
}
