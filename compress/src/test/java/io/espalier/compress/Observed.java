// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress;

import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;

/** Quantization-aware models as a training leaves them, without the training. */
public final class Observed {
    private static final float SEEN = 5;

    private Observed() {}

    /** The plain model after all activations were seen to lie between -5 and 5. */
    public static Model strip(ParametrizedModel aware) {
        Weights seen = aware.variables().map((key, value) -> {
            boolean isMin = key.weight().endsWith(ActivationFakeQuant.NAME + "/" + ActivationFakeQuant.MIN);
            boolean isMax = key.weight().endsWith(ActivationFakeQuant.NAME + "/" + ActivationFakeQuant.MAX);
            boolean isInitial = (isMin || isMax) && Math.abs(value.get(0)) > SEEN;
            return isInitial ? Tensor.filled(value.shape(), isMin ? -SEEN : SEEN) : value;
        });
        return aware.trained(seen, 1).strip();
    }
}
