// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.search.trial.TrialBench.Work;
import java.util.HashSet;
import java.util.Set;

/** Counts the training steps of trials, those that they share once. */
final class TreeWork {
    private final TrialStore store;
    private final Set<String> counted = new HashSet<>();
    private long alone;
    private long shared;
    private long left;

    TreeWork(TrialStore store) {
        this.store = store;
    }

    /**
     * One more trial.
     *
     * @param perEpoch training steps
     * @param share of the last training
     */
    void add(TrialPath path, long perEpoch, double share) {
        for (int place = 1; place <= path.keys().size(); place++) {
            boolean isCut = place == path.lastTraining() && share < 1;
            long whole = perEpoch * path.epochs().get(place - 1);
            long steps = isCut ? Math.max(1, (long) Math.ceil(whole * share)) : whole;
            alone += steps;
            if (counted.add(path.key(place) + (isCut ? share : ""))) {
                shared += steps;
                left += store.hasStep(path.key(place)) ? 0 : steps;
            }
        }
    }

    Work sum() {
        return new Work(alone, shared, left);
    }
}
