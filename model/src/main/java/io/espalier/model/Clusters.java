// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;

/**
 * That a weight was clustered: its values are few, so that further training can keep them few.
 *
 * @param most how many different values it has at most, from 1
 * @param perChannel whether each output channel, the last axis, has values of its own; otherwise all share them
 */
public record Clusters(int most, boolean perChannel) {
    public Clusters {
        if (most < 1) {
            throw new ModelException("a clustered weight has 1 or more values, not " + most);
        }
    }

    /** Whether a weight still is so; something else may have changed it since. */
    public boolean holdFor(Tensor weight) {
        int channels = perChannel ? weight.shape().channels() : 1;
        float[] values = weight.toArray();
        for (int channel = 0; channel < channels; channel++) {
            float[] shared = new float[values.length / channels];
            for (int i = 0; i < shared.length; i++) {
                shared[i] = values[i * channels + channel];
            }
            if (different(shared) > most) {
                return false;
            }
        }
        return true;
    }

    private static int different(float[] values) {
        Arrays.sort(values);
        int different = 0;
        for (int i = 0; i < values.length; i++) {
            different += i == 0 || values[i] != values[i - 1] ? 1 : 0;
        }
        return different;
    }
}
