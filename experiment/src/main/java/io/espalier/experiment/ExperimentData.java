// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Provenance;
import io.espalier.data.Dataset;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.runtime.calibrate.Calibrator;
import java.util.List;

/**
 * What models are trained and tested on.
 *
 * @param name as provenance tells it
 */
public record ExperimentData(String name, Dataset train, Dataset test) {
    private static final int REPRESENTATIVE = 100;

    /** Training examples that tell the ranges of activations. */
    public RepresentativeData representative() {
        return Calibrator.of(train.sample(Math.min(REPRESENTATIVE, train.size())));
    }

    /**
     * How many training steps an epoch has.
     *
     * @param batchSize examples a step, 1 or more
     * @param validationSplit the share of the examples that is kept for validation, from 0 to below 1
     */
    public static int stepsPerEpoch(int examples, int batchSize, double validationSplit) {
        int trained = (int) Math.floor(examples * (1 - validationSplit));
        return (trained + batchSize - 1) / batchSize;
    }

    /** Of a file that is made with these examples; says how a model has to be fed that was trained on them. */
    public Provenance provenance(String recipe, long seed, List<String> parents) {
        return Provenance.here(recipe, name, seed, parents)
                .withPreprocessing(train.preprocessing().orElse(null));
    }
}
