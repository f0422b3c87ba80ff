// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.CompressionException;
import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.Parametrization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringTest {
    private static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    private static final WeightKey DENSE = new WeightKey("dense", "kernel");

    private final Model lab = Model.sequential()
            .input(28, 28)
            .add(Reshape.to(28, 28, 1))
            .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
            .add(MaxPooling2D.of(2))
            .add(new Flatten())
            .add(Dense.of(10))
            .build(1);

    /** Parameters by tfmot's cluster_wrapper.py: a weight's centroids are trained, and the number of each value's centroid is kept. */
    @Test
    void theSummaryShowsLayersAsTfmotDoes() {
        assertThat(Clustering.of(16).apply(lab).summary().lines().map(String::stripTrailing))
                .containsSubsequence(
                        " cluster_reshape (ClusterWe  (None, 28, 28, 1)         0",
                        " cluster_conv2d (ClusterWei  (None, 26, 26, 12)        244",
                        " cluster_dense (ClusterWeig  (None, 10)                40586",
                        "Total params: 40830 (239.13 KB)",
                        "Trainable params: 20442 (79.85 KB)",
                        "Non-trainable params: 20388 (159.28 KB)");
    }

    @ParameterizedTest
    @EnumSource
    void atMostSoManyValuesAreLeftInAWeight(CentroidInitialization initialization) {
        Model clustered = Clustering.of(16).withInitialization(initialization).once(lab);

        assertThat(Distinct.bits(clustered.weights().get(CONVOLUTION))).hasSizeLessThanOrEqualTo(16);
        assertThat(Distinct.bits(clustered.weights().get(DENSE))).hasSizeBetween(8, 16);
        assertThat(clustered.weights().get("dense", "bias"))
                .isEqualTo(lab.weights().get("dense", "bias"));
    }

    @Test
    void eachValueMovesToItsNearestCentroid() {
        ParametrizedModel clustered = Clustering.of(4).apply(lab);

        Tensor centroids = clustered.state().get("dense", "kernel/cluster/centroids");
        Tensor before = lab.weights().get(DENSE);
        Tensor after = clustered.strip().weights().get(DENSE);
        for (int i = 0; i < before.shape().elements(); i++) {
            float distance = Math.abs(before.get(i) - after.get(i));
            for (float centroid : centroids.toArray()) {
                assertThat(Math.abs(before.get(i) - centroid)).isGreaterThanOrEqualTo(distance);
            }
        }
    }

    @Test
    void eachChannelOfAConvolutionMayHaveValuesOfItsOwn() {
        ParametrizedModel clustered = Clustering.of(4).withCentroidsPerChannel().apply(lab);

        assertThat(clustered.state().get("conv2d", "kernel/cluster/centroids").shape())
                .isEqualTo(Shape.of(12, 4));
        assertThat(clustered.state().get("dense", "kernel/cluster/centroids").shape())
                .isEqualTo(Shape.of(4));
        Tensor kernel = clustered.strip().weights().get(CONVOLUTION);
        assertThat(Distinct.bits(kernel)).hasSizeGreaterThan(4);
        for (int channel = 0; channel < 12; channel++) {
            assertThat(Distinct.bitsOfChannel(kernel, channel)).hasSizeBetween(2, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void zerosOfAModelThatWasPrunedElsewhereAreKept(boolean perChannel) {
        Model pruned = Pruning.oneShot(0.5).apply(lab);
        Clustering clustering = Clustering.of(4);

        Model clustered = (perChannel ? clustering.withCentroidsPerChannel() : clustering).once(pruned);

        for (WeightKey key : new WeightKey[] {CONVOLUTION, DENSE}) {
            Tensor before = pruned.weights().get(key);
            Tensor after = clustered.weights().get(key);
            for (int i = 0; i < before.shape().elements(); i++) {
                if (before.get(i) == 0) {
                    assertThat(Float.floatToRawIntBits(after.get(i))).isZero();
                }
            }
        }
        assertThat(Distinct.bits(clustered.weights().get(DENSE))).hasSize(4);
    }

    @Test
    void clusteringLiesOnTheMasksOfPruning() {
        ParametrizedModel pruned =
                Pruning.lowMagnitude(ConstantSparsity.of(0.5)).apply(lab);

        ParametrizedModel both = Clustering.of(8).withLayers("dense").apply(pruned);

        assertThat(both.parametrizations(DENSE))
                .extracting(Parametrization::name)
                .containsExactly("mask", "cluster");
        assertThat(both.parametrizations(CONVOLUTION))
                .extracting(Parametrization::name)
                .containsExactly("mask");
        assertThat(both.state().get("dense", "kernel/cluster/centroids").toArray())
                .contains(0);
        assertThat(both.summary()).contains("cluster_prune_low_magnitud");
    }

    @Test
    void depthwiseKernelsAndBiasesAreLeftAlone() {
        Model model = Model.sequential()
                .input(8, 8, 2)
                .add(Conv2D.of(4, 3))
                .add(BatchNormalization.defaults())
                .add(DepthwiseConv2D.of(3))
                .add(new Flatten())
                .add(Dense.of(3))
                .build(1);

        assertThat(Clustering.of(4).apply(model).parametrizedWeights()).containsExactly(CONVOLUTION, DENSE);
    }

    @Test
    void layersAreChosenByNameOrByWhatTheyAre() {
        Clustering clustering = Clustering.of(4);

        assertThat(clustering.withLayers("dense").apply(lab).parametrizedWeights())
                .containsExactly(DENSE);
        assertThat(clustering
                        .withLayers(node -> node.layer() instanceof Conv2D)
                        .apply(lab)
                        .parametrizedWeights())
                .containsExactly(CONVOLUTION);
        assertThatThrownBy(() -> clustering.withLayers("dance").apply(lab))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no layer 'dance'");
        assertThatThrownBy(() -> clustering.withLayers("flatten").apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'flatten' (Flatten) has no weight that can be clustered")
                .hasMessageContaining("to choose from: conv2d, dense");
        assertThatThrownBy(() -> clustering.withLayers(node -> false).apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("no chosen layer");
    }

    @Test
    void clustersThatCannotBeAreRefusedBeforeTraining() {
        assertThatThrownBy(() -> Clustering.of(1))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("2 clusters or more, not 1");
        assertThatThrownBy(() -> Clustering.of(109).withLayers("conv2d").apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("weight 'conv2d/kernel' has 108 values, fewer than 109 clusters");
        assertThatThrownBy(() -> Clustering.of(10)
                        .withCentroidsPerChannel()
                        .withLayers("conv2d")
                        .apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("each channel of weight 'conv2d/kernel' has 9 values, fewer than 10 clusters");
        assertThatThrownBy(() -> Clustering.of(2).apply(Pruning.oneShot(0.5).apply(lab)))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'conv2d/kernel' has zeros to preserve");
        assertThatThrownBy(() -> Clustering.of(8).apply(Clustering.of(16).apply(lab)))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("weight 'conv2d/kernel' already has the parametrization 'cluster'");
    }

    @Test
    void aLayerWithFewerValuesThanClustersStaysAsItIsAndIsNoted() {
        Clustering clustering = Clustering.of(109);

        Model clustered = clustering.once(lab);

        assertThat(clustered.weights().get(CONVOLUTION)).isEqualTo(lab.weights().get(CONVOLUTION));
        assertThat(clustered.clusters()).containsOnlyKeys(DENSE);
        assertThat(clustering.notes(lab)).containsExactly("layer 'conv2d' is not clustered: fewer than 109 values");
        assertThatThrownBy(() -> Clustering.of(20_281).apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("weight 'conv2d/kernel' has 108 values, fewer than 20281 clusters");
    }

    @Test
    void aWeightThatIsNoNumberIsRefused() {
        Model broken = lab.withWeights(lab.weights()
                .map((key, tensor) -> key.equals(DENSE) ? Tensor.filled(tensor.shape(), Float.NaN) : tensor));

        assertThatThrownBy(() -> Clustering.of(4).apply(broken))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'dense/kernel' has a value that is not finite: NaN");
    }

    @Test
    void aDepthwiseLayerIsLeftOutWithANote() {
        Model model = Model.sequential()
                .input(8, 8, 2)
                .add("depthwise", DepthwiseConv2D.of(3))
                .add("conv", Conv2D.of(2, 3))
                .build(1);

        assertThat(Clustering.of(4).notes(model))
                .containsExactly("layer 'depthwise' is not clustered: depthwise kernels are small and matter much");
        assertThat(Clustering.of(4).withLayers("conv").notes(model)).isEmpty();
    }
}
