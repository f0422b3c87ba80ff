// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import java.util.List;

/**
 * What a search would do.
 *
 * @param leaves how many recipes the space stands for
 * @param sampler which of them are tried
 * @param trials how many trials begin
 * @param lookedAt how many recipes the training steps were counted in; where this is less than {@code trials}, the numbers are estimates for all
 * @param stepsAlone training steps if each recipe is carried out by itself
 * @param stepsShared training steps with what is shared trained once
 * @param stepsLeft those that are not in the folder yet
 * @param seconds how long these take, about, with the steps of the model as it is and one trial at a time
 * @param notes what recipes will not do
 */
public record SearchPlan(
        String leaves,
        String sampler,
        int trials,
        int lookedAt,
        long stepsAlone,
        long stepsShared,
        long stepsLeft,
        double seconds,
        List<String> notes) {
    public SearchPlan {
        notes = List.copyOf(notes);
    }
}
