// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * In which order a transposition puts the axes.
 *
 * @param axes for each axis of the output, which one of the input it is
 */
record Permutation(Ints axes) {
    /** That of a TRANSPOSE; empty where it is computed, or makes no sense. */
    static Optional<Permutation> of(Step transpose, SubgraphEditor subgraph) {
        return IntegerConstant.values(subgraph.tensor(transpose.input(1))).flatMap(Permutation::of);
    }

    private static Optional<Permutation> of(Ints values) {
        int rank = values.size();
        int[] axes = values.stream().map(axis -> axis < 0 ? axis + rank : axis).toArray();
        return Arrays.equals(
                        Arrays.stream(axes).sorted().toArray(),
                        IntStream.range(0, rank).toArray())
                ? Optional.of(new Permutation(Ints.of(axes)))
                : Optional.empty();
    }

    /** The two after one another; empty where they are of different ranks. */
    Optional<Permutation> then(Permutation next) {
        return next.axes.size() == axes.size()
                ? Optional.of(new Permutation(
                        Ints.of(next.axes.stream().map(axes::get).toArray())))
                : Optional.empty();
    }

    boolean isIdentity() {
        return axes.equals(Ints.of(IntStream.range(0, axes.size()).toArray()));
    }

    /** Whether the elements stay in their order, because only axes of size 1 go elsewhere. */
    boolean keepsOrder(Ints shape) {
        int[] moved = axes.stream().filter(axis -> shape.get(axis) != 1).toArray();
        return shape.size() == axes.size()
                && Arrays.equals(moved, Arrays.stream(moved).sorted().toArray());
    }
}
