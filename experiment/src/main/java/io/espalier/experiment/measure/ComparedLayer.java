// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.data.Deviation;
import io.espalier.runtime.evaluate.LayerDeviation;
import org.jspecify.annotations.Nullable;

/**
 * An inner tensor of a model against the one of the same name of the first model.
 *
 * @param signalToNoise in decibels; null where there is no noise
 */
@JsonPropertyOrder({"tensor", "signalToNoise", "cosine", "meanSquaredError", "maxDifference"})
public record ComparedLayer(
        String tensor, @Nullable Double signalToNoise, double cosine, double meanSquaredError, double maxDifference) {
    static ComparedLayer of(LayerDeviation layer) {
        Deviation deviation = layer.deviation();
        return new ComparedLayer(
                layer.tensor(),
                deviation.noise() == 0 ? null : deviation.signalToNoiseDecibels(),
                deviation.cosine(),
                deviation.meanSquaredError(),
                deviation.greatest());
    }
}
