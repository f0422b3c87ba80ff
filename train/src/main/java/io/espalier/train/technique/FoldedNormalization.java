// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.WeightKey;
import io.espalier.model.layer.BatchNormalization;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A batch normalization that a converter folds into the weights before it: {@code gamma / sqrt(moving_variance + epsilon)}, channel by
 * channel.
 *
 * <p>Training too takes the moving statistics here, though the normalization itself takes those of the batch: the grid that weights are
 * rounded to is then that of the converted model, and does not jump from batch to batch.
 *
 * @param node the name of the node that has the weights of the normalization
 * @see <a href="https://arxiv.org/abs/1806.08342">Krishnamoorthi, 2018, section 3.2.2</a>
 */
public record FoldedNormalization(String node, BatchNormalization layer) {
    Operand<TFloat32> factor(ParametrizationSite site) {
        Ops tf = site.tf();
        Operand<TFloat32> variance = site.weight(new WeightKey(node, "moving_variance"));
        Operand<TFloat32> inverse = tf.math.rsqrt(tf.math.add(variance, tf.constant(layer.epsilon())));
        return layer.scale() ? tf.math.mul(site.weight(new WeightKey(node, "gamma")), inverse) : inverse;
    }
}
