// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Shape;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.Parametrization;
import org.junit.jupiter.api.Test;

class PreservedClustersTest {
    private static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    private static final WeightKey DENSE = new WeightKey("dense", "kernel");

    private final Model model = Model.sequential()
            .input(8, 8, 2)
            .add(Conv2D.of(6, 3))
            .add(new Flatten())
            .add(Dense.of(5))
            .build(1);

    @Test
    void theValuesOfAClusteredWeightBecomeItsCentroids() {
        Model clustered = Clustering.of(8).once(model);

        ParametrizedModel kept = PreservedClusters.in(clustered);

        assertThat(kept.state().get("dense", "kernel/cluster/centroids").shape())
                .isEqualTo(Shape.of(8));
        assertThat(kept.parametrizedWeights()).containsExactly(CONVOLUTION, DENSE);
        assertThat(kept.strip().weights()).isEqualTo(clustered.weights());
    }

    @Test
    void theValuesOfEachChannelBecomeItsCentroids() {
        Model clustered =
                Clustering.of(6).withCentroidsPerChannel().withLayers("conv2d").once(model);

        ParametrizedModel kept = PreservedClusters.in(clustered);

        assertThat(kept.state().get("conv2d", "kernel/cluster/centroids").shape())
                .isEqualTo(Shape.of(6, 6));
        assertThat(kept.parametrizedWeights()).containsExactly(CONVOLUTION);
        assertThat(kept.strip().weights()).isEqualTo(clustered.weights());
    }

    @Test
    void zerosAreKeptWithTheClusters() {
        Model clustered = Clustering.of(8).once(Pruning.oneShot(0.5).apply(model));

        ParametrizedModel kept = PreservedClusters.in(clustered);

        assertThat(kept.parametrizations(DENSE))
                .extracting(Parametrization::name)
                .containsExactly("mask", "cluster");
        assertThat(kept.strip().weights()).isEqualTo(clustered.weights());
    }

    @Test
    void weightsThatAreOnlyPrunedOrNeitherAreLeftAlone() {
        assertThat(PreservedClusters.in(model).parametrizedWeights()).isEmpty();
        assertThat(PreservedClusters.in(Pruning.oneShot(0.9).apply(model)).parametrizedWeights())
                .isEmpty();
    }

    @Test
    void whatHasCentroidsKeepsThem() {
        ParametrizedModel clustered = Clustering.of(8).apply(model);

        assertThat(PreservedClusters.in(clustered).state()).isEqualTo(clustered.state());
    }
}
