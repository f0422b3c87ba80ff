// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Buffer;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.tensor.Tensor;

/** A batch normalization after training: {@code x * scale + shift}, channel by channel. */
record ScaleAndShift(Buffer scale, Buffer shift) {
    static ScaleAndShift of(Model model, Node node, BatchNormalization layer) {
        Tensor mean = model.weights().get(node.weightKey("moving_mean"));
        Tensor variance = model.weights().get(node.weightKey("moving_variance"));
        int channels = mean.shape().elements();
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double spread = variance.get(channel) + (double) layer.epsilon();
            if (!(spread > 0)) {
                throw LoweringException.of(
                        node,
                        "the moving_variance of channel " + channel + " is " + variance.get(channel)
                                + ", and its square root with epsilon " + layer.epsilon()
                                + " is not a number; the training has diverged, or the file is damaged");
            }
            double gamma =
                    layer.scale() ? model.weights().get(node.weightKey("gamma")).get(channel) : 1;
            double beta =
                    layer.center() ? model.weights().get(node.weightKey("beta")).get(channel) : 0;
            double factor = gamma / Math.sqrt(spread);
            scale[channel] = (float) factor;
            shift[channel] = (float) (beta - mean.get(channel) * factor);
        }
        return new ScaleAndShift(Buffer.ofFloats(scale), Buffer.ofFloats(shift));
    }
}
