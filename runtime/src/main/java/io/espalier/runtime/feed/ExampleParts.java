// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.base.parallel.InParallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Splits examples into parts and processes each part in its own thread.
 *
 * @param model what messages call the model
 * @param size how many examples there are
 * @param unit how many examples, counted from the first, must stay together
 */
public record ExampleParts(String model, int size, int unit, int threads) {
    /** What is done with the examples {@code from} (inclusive) to {@code to} (exclusive). */
    public interface Work<T> {
        public T run(int from, int to);
    }

    /** What each part gave, in the order of the examples. */
    public <T> List<T> run(Work<T> work) {
        List<Supplier<T>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int from = cut(i);
            int to = cut(i + 1);
            parts.add(() -> work.run(from, to));
        }
        return InParallel.all(model, threads, parts);
    }

    /** Where a part begins: the number of its first example. */
    public int cut(int part) {
        long units = (size + unit - 1L) / unit;
        return (int) Math.min(size, units * part / threads * unit);
    }
}
