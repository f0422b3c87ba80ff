// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.MaskRule;
import io.espalier.train.technique.WeightMask;

/** A mask taken anew when the schedule says so, of as much as it says. What was zero when it was laid on stays zero. */
record ScheduledMask(PruningSchedule schedule, SparsityPattern pattern, Tensor zeros) implements MaskRule {
    /** @param first the weight as the mask first sees it; one of nothing but zeros counts as untrained */
    static ScheduledMask of(PruningSchedule schedule, SparsityPattern pattern, Tensor first) {
        boolean untrained = first.sparsity() == 1;
        float[] kept = first.toArray();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = kept[i] == 0 && !untrained ? 0 : 1;
        }
        return new ScheduledMask(schedule, pattern, Tensor.of(first.shape(), kept));
    }

    @Override
    public Tensor initial(Tensor weight) {
        return zeros;
    }

    @Override
    public boolean isDue(long step) {
        return pattern.followsSparsity() ? schedule.isDue(step) : step == 1;
    }

    @Override
    public WeightMask at(long step, Tensor weight) {
        WeightMask mask = pattern.mask(weight, schedule.sparsity(step));
        float[] kept = mask.mask().toArray();
        for (int i = 0; i < kept.length; i++) {
            kept[i] *= zeros.get(i);
        }
        return new WeightMask(Tensor.of(zeros.shape(), kept), mask.threshold());
    }
}
