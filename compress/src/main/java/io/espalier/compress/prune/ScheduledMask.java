// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.MaskRule;
import io.espalier.train.technique.WeightMask;

/** A mask taken anew when the schedule says so, of as much as it says. */
record ScheduledMask(PruningSchedule schedule, SparsityPattern pattern) implements MaskRule {
    @Override
    public boolean isDue(long step) {
        return pattern.followsSparsity() ? schedule.isDue(step) : step == 1;
    }

    @Override
    public WeightMask at(long step, Tensor weight) {
        return pattern.mask(weight, schedule.sparsity(step));
    }
}
