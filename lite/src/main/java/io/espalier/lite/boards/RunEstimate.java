// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run takes, as far as that can be said without running it. Never a measurement.
 *
 * @param kind how the figures are to be read
 * @param instructions empty where they were not counted for this core
 * @param cycles of the processor or accelerator; empty where only times are known
 * @param milliseconds of one run
 * @param basis what the figures rest on
 */
record RunEstimate(Kind kind, OptionalLong instructions, OptionalLong cycles, double milliseconds, List<String> basis) {
    RunEstimate {
        basis = List.copyOf(basis);
    }

    /** How a figure is to be read. */
    enum Kind {
        /** It will be about this. */
        ESTIMATE("estimate"),
        /** It cannot be less, and is more. */
        LOWER_BOUND("lower bound");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** An estimate, or why there is none. */
    record OrReason(Optional<RunEstimate> estimate, String reason) {
        static OrReason of(RunEstimate estimate) {
            return new OrReason(Optional.of(estimate), "");
        }

        static OrReason none(String reason) {
            return new OrReason(Optional.empty(), reason);
        }
    }

    /**
     * By instructions and the cycles that a core takes for one.
     *
     * @param way whose kernels run, such as {@code tflm}
     */
    static OrReason counted(Board board, Workload work, String way) {
        Core core = board.core();
        if (work.uncounted().isPresent()) {
            return OrReason.none(work.uncounted().get());
        }
        Optional<Core.Speed> known = core.speed(way);
        if (known.isEmpty() || board.clock().isEmpty()) {
            return OrReason.none("no measurement on " + core.title() + " is known");
        }
        if (core.dsp() && !board.dsp()) {
            return OrReason.none("no measurement on " + core.title() + " without DSP instructions is known");
        }
        Core.Speed speed = known.get();
        KernelCosts kernels = speed.kernels();
        if (work.arithmetic() != kernels.type()) {
            return OrReason.none(
                    "the measurements are of " + kernels.type() + ", and the model computes with " + work.arithmetic());
        }
        double instructions = kernels.instructions(work);
        double cycles = instructions * speed.cycles();
        return OrReason.of(new RunEstimate(
                Kind.ESTIMATE,
                core.isa().equals(kernels.isa()) ? OptionalLong.of(Math.round(instructions)) : OptionalLong.empty(),
                OptionalLong.of(Math.round(cycles)),
                cycles / board.clock().getAsLong() * 1e3,
                List.of(
                        "instructions: " + kernels.title() + ", " + kernels.basis(),
                        core.title() + ": " + speed.cycles() + " cycles for each such instruction: " + speed.basis())));
    }

    /** By the times of whole models that were published for a board. */
    static OrReason published(Board board, Workload work) {
        if (work.uncounted().isPresent()) {
            return OrReason.none(work.uncounted().get());
        }
        if (board.picosecondsPerMac().isEmpty()) {
            return OrReason.none("no measurement on this board is known");
        }
        Double picoseconds = board.picosecondsPerMac().get(work.arithmetic());
        if (picoseconds == null) {
            return OrReason.none("no measurement of " + work.arithmetic() + " on this board is known");
        }
        return OrReason.of(new RunEstimate(
                work.macs() >= board.leastMacs() ? Kind.ESTIMATE : Kind.LOWER_BOUND,
                OptionalLong.empty(),
                OptionalLong.empty(),
                work.macs() * picoseconds / 1e9,
                List.of(board.name() + ": " + picoseconds + " ps for each multiplication with addition, by "
                        + board.basis())));
    }

    /** What an accelerator takes at least, if it knows its peak and runs all products. */
    static OrReason peak(Accelerator accelerator, Workload work, boolean runsAll) {
        if (!runsAll) {
            return OrReason.none("some of the products are left to the processor");
        }
        if (accelerator.macsPerCycle().isEmpty() || accelerator.clock().isEmpty()) {
            return OrReason.none("the peak of the " + accelerator.title() + " is not known");
        }
        long cycles =
                -Math.floorDiv(-work.macs(), (long) accelerator.macsPerCycle().getAsInt());
        return OrReason.of(new RunEstimate(
                Kind.LOWER_BOUND,
                OptionalLong.empty(),
                OptionalLong.of(cycles),
                cycles * 1e3 / accelerator.clock().getAsLong(),
                List.of("the peak of the " + accelerator.title() + ", "
                        + accelerator.macsPerCycle().getAsInt()
                        + " multiplications with addition in a cycle; memory and other operators come on top")));
    }
}
