// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import io.espalier.model.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;

/** The different values of a weight, to the bit. */
final class Distinct {
    private Distinct() {}

    static Set<Integer> bits(Tensor weight) {
        return every(weight, 0, 1);
    }

    static Set<Integer> bitsOfChannel(Tensor weight, int channel) {
        return every(weight, channel, weight.shape().channels());
    }

    private static Set<Integer> every(Tensor weight, int first, int stride) {
        Set<Integer> bits = new HashSet<>();
        for (int i = first; i < weight.shape().elements(); i += stride) {
            bits.add(Float.floatToRawIntBits(weight.get(i)));
        }
        return bits;
    }
}
