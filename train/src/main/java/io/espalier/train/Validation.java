// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import java.util.Optional;

/**
 * What a training run validates on after each epoch: a data set, or else a share of the training data.
 *
 * @param split the share of examples kept for validation, from 0 to below 1; they are the last ones before shuffling, as in Keras
 * @param dataset takes precedence over the split
 */
record Validation(double split, Optional<Dataset> dataset) {
    static final Validation NONE = new Validation(0, Optional.empty());

    Validation {
        if (!(split >= 0 && split < 1)) {
            throw new IllegalArgumentException("the validation split must be at least 0 and less than 1, not " + split);
        }
    }

    /** The examples of a data set that are trained on. */
    Dataset training(Dataset all) {
        int trained = trained(all);
        return trained == all.size() ? all : all.slice(0, trained);
    }

    /** The examples that are validated on, if there are any. */
    Optional<Dataset> validated(Dataset all) {
        int trained = trained(all);
        return dataset.isPresent() || trained == all.size() ? dataset : Optional.of(all.slice(trained, all.size()));
    }

    private int trained(Dataset all) {
        return dataset.isPresent() ? all.size() : (int) Math.floor(all.size() * (1 - split));
    }
}
