// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Weights on the grids of their integers. */
class FakeQuantTest {
    private static final WeightKey KERNEL = new WeightKey("dense", "kernel");

    private static float[] rounded(WeightGrid grid, int inputs, int units, float... kernel) {
        Model model = Model.sequential()
                .input(inputs)
                .add(Dense.of(units).withoutBias())
                .build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.of(tensor.shape(), kernel)));
        return ParametrizedModel.of(set)
                .with(KERNEL, new FakeQuant(grid, units, Optional.empty()))
                .strip()
                .weights()
                .get(KERNEL)
                .toArray();
    }

    /** tfmot's quant_ops_test: symmetric and narrow, values from -1 to 0.5 have the range from -1 to 1. */
    @Test
    void theLargestMagnitudeIsTheLastIntegerOnBothSides() {
        float[] rounded = rounded(new WeightGrid(8, false), 2, 2, -1, 0.5f, 0, 0.3f);

        assertThat(rounded).containsExactly(new float[] {-1, 64 / 127f, 0, 38 / 127f}, within(1e-6f));
        assertThat(rounded[2]).isEqualTo(0);
    }

    @Test
    void eachOutputChannelHasAScale() {
        float[] rounded = rounded(new WeightGrid(4, true), 3, 2, 7, 0.07f, 2.4f, 0.036f, -3.6f, 0);

        assertThat(rounded).containsExactly(new float[] {7, 0.07f, 2, 0.04f, -4, 0}, within(1e-5f));
    }

    @Test
    void weightsThatAreAllZeroStayZero() {
        assertThat(rounded(new WeightGrid(8, true), 2, 1, 0, 0)).containsExactly(0, 0);
    }

    @Test
    void theChannelsOfADepthwiseKernelAreItsLastTwoAxes() {
        WeightKey key = new WeightKey("depthwise_conv2d", "depthwise_kernel");
        Model model = Model.sequential()
                .input(2, 1, 2)
                .add(DepthwiseConv2D.of(1).withDepthMultiplier(2).withoutBias())
                .build(1);
        // One value each: all of them are the largest of their channel.
        Model set = model.withWeights(model.weights().map((k, tensor) -> Tensor.of(tensor.shape(), 1, 10, 100, 1000)));

        ParametrizedModel rounded =
                ParametrizedModel.of(set).with(key, new FakeQuant(new WeightGrid(4, true), 4, Optional.empty()));

        assertThat(rounded.strip().weights().get(key).toArray())
                .containsExactly(new float[] {1, 10, 100, 1000}, within(1e-3f));
    }

    @Test
    void theGradientReachesAllWeightsAsIfNoneWasRounded() {
        Model model = Model.sequential().input(1).add(Dense.of(2).withoutBias()).build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.of(tensor.shape(), 0.3f, 0.1001f)));
        ParametrizedModel aware =
                ParametrizedModel.of(set).with(KERNEL, new FakeQuant(new WeightGrid(8, false), 2, Optional.empty()));
        float[] seen = aware.strip().weights().get(KERNEL).toArray();

        ParametrizedModel trained = Trainer.of(new MeanSquaredError())
                .withOptimizer(Sgd.of(0.1f))
                .fit(aware, Examples.rows(new float[] {1}, new float[] {0, 0}))
                .model();

        // The gradient of the mean of two squares by each weight is what the layer saw of it.
        assertThat(trained.raw().weights().get(KERNEL).toArray())
                .containsExactly(new float[] {0.3f - 0.1f * seen[0], 0.1001f - 0.1f * seen[1]}, within(1e-6f));
    }

    @Test
    void weightsThatShareAScaleAreRoundedAsTheyAreFolded() {
        BatchNormalization layer = BatchNormalization.defaults().withEpsilon(1e-6f);
        Model model = Model.sequential()
                .input(1)
                .add(Dense.of(2).withoutBias())
                .add("normalization", layer)
                .build(1);
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        model.weights().forEach(weights::put);
        weights.put(KERNEL, Tensor.of(Shape.of(1, 2), 1, 1));
        weights.put(new WeightKey("normalization", "gamma"), Tensor.of(Shape.of(2), 7, 2.4f));
        ParametrizedModel aware = ParametrizedModel.of(model.withWeights(Weights.of(weights)))
                .with(
                        KERNEL,
                        new FakeQuant(
                                new WeightGrid(4, false),
                                2,
                                Optional.of(new FoldedNormalization("normalization", layer))));

        assertThat(aware.strip().weights().get(KERNEL).toArray())
                .containsExactly(new float[] {1, 2 / 2.4f}, within(1e-5f));
        assertThat(aware.strip().quantization().orElseThrow().grids()).containsEntry(KERNEL, new WeightGrid(4, false));
    }
}
