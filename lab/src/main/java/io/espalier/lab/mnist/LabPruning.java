// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.prune.PolynomialDecay;
import io.espalier.compress.prune.Pruning;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;

/** How the lab prunes: from half of the weights to four fifths, while training goes on for two epochs. */
record LabPruning(PolynomialDecay schedule) {
    static final int EPOCHS = 2;

    private static final double INITIAL_SPARSITY = 0.5;
    private static final double FINAL_SPARSITY = 0.8;
    private static final int LEAST_PRUNINGS = 8;
    private static final int USUAL_FREQUENCY = 100;

    /** With tfmot's frequency, or a higher one where there are too few examples for that. */
    static LabPruning of(int stepsPerEpoch) {
        int end = stepsPerEpoch * EPOCHS;
        return new LabPruning(PolynomialDecay.from(INITIAL_SPARSITY)
                .to(FINAL_SPARSITY)
                .over(0, end)
                .frequency(Math.max(1, Math.min(USUAL_FREQUENCY, end / LEAST_PRUNINGS))));
    }

    ParametrizedModel apply(Model model) {
        return Pruning.lowMagnitude(schedule).apply(model);
    }

    /** What is done, as provenance tells it. */
    String describe() {
        return "prune " + INITIAL_SPARSITY + " to " + FINAL_SPARSITY + " over " + schedule.endStep() + " steps, every "
                + schedule.frequency();
    }
}
