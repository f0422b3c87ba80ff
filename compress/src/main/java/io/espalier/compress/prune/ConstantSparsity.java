// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

/**
 * A schedule with constant sparsity. {@code ConstantSparsity.of(0.5)} prunes every 100 steps without end, as in tfmot.
 *
 * @param target the sparsity, from 0 to below 1
 * @param beginStep the first step that prunes, at least 0
 * @param endStep the last step that may prune; -1 for no end
 * @param frequency steps from one pruning to the next, at least 1
 */
public record ConstantSparsity(double target, long beginStep, long endStep, long frequency) implements PruningSchedule {
    /** @throws io.espalier.compress.CompressionException if a value is out of range */
    public ConstantSparsity {
        Sparsity.check("sparsity", target);
        new PruningPeriod(beginStep, endStep, frequency);
    }

    /**
     * Prunes every 100 steps from the first on.
     *
     * @throws io.espalier.compress.CompressionException if the sparsity is not from 0 to below 1
     */
    public static ConstantSparsity of(double target) {
        return new ConstantSparsity(target, 0, PruningPeriod.FOREVER, 100);
    }

    /** The schedule with another first step. */
    public ConstantSparsity withBeginStep(long step) {
        return new ConstantSparsity(target, step, endStep, frequency);
    }

    /** The schedule with another last step; -1 for no end. */
    public ConstantSparsity withEndStep(long step) {
        return new ConstantSparsity(target, beginStep, step, frequency);
    }

    /** The schedule with another number of steps from one pruning to the next. */
    public ConstantSparsity withFrequency(long steps) {
        return new ConstantSparsity(target, beginStep, endStep, steps);
    }

    @Override
    public boolean isDue(long step) {
        return new PruningPeriod(beginStep, endStep, frequency).contains(step);
    }

    @Override
    public double sparsity(long step) {
        return target;
    }
}
