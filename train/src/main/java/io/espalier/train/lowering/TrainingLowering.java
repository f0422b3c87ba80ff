// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dropout;
import io.espalier.model.part.NormalizationPlaces;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What layers compute while they are trained, where that differs: dropout drops, and normalization looks at the batch. */
final class TrainingLowering extends InferenceLowering {
    private final TrainingBehaviour training;

    TrainingLowering(Site site, TrainingBehaviour training) {
        super(site);
        this.training = training;
    }

    @Override
    Optional<TrainingBehaviour> behaviour() {
        return Optional.of(training).filter(behaviour -> site.node().trainable());
    }

    @Override
    public LayerOutput visit(Dropout layer) {
        if (layer.rate() == 0 || !site.node().trainable()) {
            return super.visit(layer);
        }
        return LayerOutput.of(training.dropped(tf, site.node().name(), site.input(), layer.rate(), layer.noise()));
    }

    @Override
    public LayerOutput visit(BatchNormalization layer) {
        if (!site.node().trainable()) {
            return super.visit(layer);
        }
        boolean isRounded =
                site.activations().changes(new NormalizationPlaces(site.node().name()).product());
        return site.inputShape().rank() == 3 && !isRounded ? fused(layer) : unfused(layer);
    }

    private LayerOutput fused(BatchNormalization layer) {
        int channels = site.inputShape().channels();
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> normalization = tf.nn.fusedBatchNorm(
                site.input(),
                layer.scale() ? site.weight("gamma") : constant(channels, 1),
                layer.center() ? site.weight("beta") : constant(channels, 0),
                none,
                none,
                FusedBatchNorm.epsilon(layer.epsilon()),
                FusedBatchNorm.isTraining(true));
        keep(layer, normalization.batchMean(), normalization.batchVariance());
        return LayerOutput.of(normalization.y());
    }

    private LayerOutput unfused(BatchNormalization layer) {
        Operand<TInt32> examples =
                tf.constant(IntStream.range(0, site.inputShape().rank()).toArray());
        Operand<TFloat32> mean = tf.math.mean(site.input(), examples);
        Operand<TFloat32> centered = tf.math.sub(site.input(), mean);
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centered), examples);
        keep(layer, mean, variance);
        return LayerOutput.of(normalized(layer, mean, variance));
    }

    private void keep(BatchNormalization layer, Operand<TFloat32> mean, Operand<TFloat32> variance) {
        training.updates().put(site.key("moving_mean"), moved(layer, "moving_mean", mean));
        training.updates().put(site.key("moving_variance"), moved(layer, "moving_variance", variance));
    }

    private Operand<TFloat32> moved(BatchNormalization layer, String average, Operand<TFloat32> current) {
        // A layer that is called twice moves its averages twice.
        Operand<TFloat32> before = training.updates().get(site.key(average));
        Operand<TFloat32> old = before == null ? site.weight(average) : before;
        Operand<TFloat32> share = tf.constant(1 - layer.momentum());
        return tf.math.sub(old, tf.math.mul(tf.math.sub(old, current), share));
    }

    private Operand<TFloat32> constant(int channels, float value) {
        return tf.fill(tf.constant(new int[] {channels}), tf.constant(value));
    }
}
