// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.part;

import io.espalier.model.TrainedQuantization.ActivationKey;

/**
 * The places inside a batch normalization that is converted alone, to a product and a sum with constants.
 *
 * @param layer its name
 */
public record NormalizationPlaces(String layer) {
    /** What is multiplied, before the shift. */
    public ActivationKey product() {
        return ActivationKey.operation(layer, 0);
    }

    /** The constant factors, one for each channel. */
    public ActivationKey scale() {
        return ActivationKey.operation(layer, 1);
    }

    /** The constant summands, one for each channel. */
    public ActivationKey shift() {
        return ActivationKey.operation(layer, 2);
    }
}
