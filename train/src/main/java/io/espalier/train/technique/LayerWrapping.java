// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.SummaryRow;

/**
 * How summaries show a layer that something lies on: tfmot wraps such layers in others, and users know them by those names. What lies on an
 * input is in a layer behind it.
 *
 * @param name such as {@code prune_low_magnitude_*}, where the asterisk stands for the layer's own
 * @param kind of the layer around it, such as {@code PruneLowMagnitude}
 * @param counters how many numbers that layer would keep for itself, beside the state of its weights
 * @param bytesEach what each of these numbers takes
 */
public record LayerWrapping(String name, String kind, int counters, int bytesEach) {
    public SummaryRow around(SummaryRow layer) {
        return layer.in(name.replace("*", layer.name()), kind, counters, bytesEach);
    }

    public SummaryRow behind(SummaryRow input) {
        return input.before(name, kind, counters, bytesEach);
    }
}
