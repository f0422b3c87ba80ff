// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.activation;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * Numbers below 0 are multiplied by a slope, which Keras 2 calls {@code alpha} and Keras 3 {@code negative_slope}; others stay.
 *
 * @see <a href="https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf">Maas, Hannun and Ng, 2013</a>
 */
public record LeakyReLU(float slope) implements ComposedLayer.Channelwise {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.leakyRelu(Inputs.single(inputs), slope);
    }
}
