// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.List;

/**
 * The data that models are trained and tested on.
 *
 * @param name the name in provenance
 */
public record ExperimentData(String name, Dataset train, Dataset test) {
    private static final int REPRESENTATIVE = 100;

    /** Up to 100 training examples for the calibration of activation ranges. */
    public RepresentativeData representative() {
        return Calibrator.of(train.sample(Math.min(REPRESENTATIVE, train.size())));
    }

    /**
     * The number of training steps per epoch.
     *
     * @param batchSize examples per step, 1 or more
     * @param validationSplit the share of the examples that is used for validation, from 0 to below 1
     */
    public static int stepsPerEpoch(int examples, int batchSize, double validationSplit) {
        return (trained(examples, validationSplit) + batchSize - 1) / batchSize;
    }

    /** How many of the examples are trained on; the others are kept for validation. */
    public static int trained(int examples, double validationSplit) {
        return (int) Math.floor(examples * (1 - validationSplit));
    }

    /** The provenance of a file made with these data; it includes the preprocessing that the model's inputs need. */
    public Provenance provenance(String recipe, long seed, List<String> parents) {
        return Provenance.here(recipe, name, seed, parents)
                .withPreprocessing(train.preprocessing().orElse(null));
    }
}
