// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

/**
 * Numbers from 0 on, in sets that can be joined.
 *
 * @see <a href="https://doi.org/10.1145/321879.321884">Tarjan, 1975</a>
 */
public final class DisjointSets {
    private final int[] parents;

    /** Each number in a set of its own. */
    public DisjointSets(int size) {
        parents = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = i;
        }
    }

    /** The smallest number of the set that holds this one. */
    public int find(int element) {
        int current = element;
        while (parents[current] != current) {
            parents[current] = parents[parents[current]];
            current = parents[current];
        }
        return current;
    }

    public void join(int one, int other) {
        int first = find(one);
        int second = find(other);
        parents[Math.max(first, second)] = Math.min(first, second);
    }
}
