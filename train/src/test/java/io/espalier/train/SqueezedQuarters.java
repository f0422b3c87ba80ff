// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import io.espalier.train.technique.Cluster;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.GradientAggregation;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.MaskRule;
import io.espalier.train.technique.WeightMask;
import java.util.Arrays;
import java.util.Optional;

/** A model for {@link Quarters} that has every kind of state: statistics, masks, centroids and ranges; and dropout. */
public final class SqueezedQuarters {
    public static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    public static final WeightKey DENSE = new WeightKey("dense", "kernel");
    public static final ActivationKey HIDDEN = ActivationKey.output("re_lu");

    private SqueezedQuarters() {}

    public static Model plain(long seed) {
        return Model.sequential()
                .input(8, 8)
                .add(Reshape.to(8, 8, 1))
                .add(Conv2D.of(3, 3).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.unbounded())
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(new Dropout(0.25f))
                .add(Dense.of(4))
                .build(seed);
    }

    public static ParametrizedModel parametrized(Model model) {
        return ParametrizedModel.of(model)
                .with(CONVOLUTION, new Mask(new RisingSparsity()))
                .with(DENSE, new Mask(new RisingSparsity()))
                .with(
                        DENSE,
                        new Cluster(
                                weight -> Tensor.of(Shape.of(4), -0.3f, 0, 0.2f, 0.4f), GradientAggregation.SUM, true))
                .with(DENSE, new FakeQuant(new WeightGrid(8, true), 4, Optional.empty()))
                .with(ActivationKey.output("input"), new ActivationFakeQuant(8, RangeUpdate.ALL_VALUES))
                .with(HIDDEN, new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE));
    }

    /** Every fifth step a tenth more of the values become zero, up to seven tenths. */
    private record RisingSparsity() implements MaskRule {
        @Override
        public boolean isDue(long step) {
            return step % 5 == 0;
        }

        @Override
        public WeightMask at(long step, Tensor weight) {
            float[] magnitudes = weight.toArray();
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] = Math.abs(magnitudes[i]);
            }
            float[] sorted = magnitudes.clone();
            Arrays.sort(sorted);
            float threshold = sorted[(int) (sorted.length * Math.min(7, step / 5) / 10)];
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] = magnitudes[i] >= threshold ? 1 : 0;
            }
            return new WeightMask(Tensor.of(weight.shape(), magnitudes), threshold);
        }
    }
}
