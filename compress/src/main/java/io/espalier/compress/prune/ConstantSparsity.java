// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

/**
 * The same sparsity all the time: {@code ConstantSparsity.of(0.5)} prunes every 100 steps for ever, as tfmot's does.
 *
 * @param target from 0 to below 1
 * @param endStep the last that may prune; -1 where there is none
 * @param frequency prunes every that many steps
 */
public record ConstantSparsity(double target, long beginStep, long endStep, long frequency) implements PruningSchedule {
    public ConstantSparsity {
        Sparsity.check("sparsity", target);
        new PruningPeriod(beginStep, endStep, frequency);
    }

    public static ConstantSparsity of(double target) {
        return new ConstantSparsity(target, 0, PruningPeriod.FOREVER, 100);
    }

    public ConstantSparsity beginningAt(long step) {
        return new ConstantSparsity(target, step, endStep, frequency);
    }

    public ConstantSparsity endingAt(long step) {
        return new ConstantSparsity(target, beginStep, step, frequency);
    }

    public ConstantSparsity frequency(long steps) {
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
