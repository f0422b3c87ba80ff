// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.CompressionException;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.ModelException;
import io.espalier.train.parametrize.ParametrizedModel;
import org.junit.jupiter.api.Test;

class PruningTest {
    private static final Pruning HALF = Pruning.lowMagnitude(ConstantSparsity.of(0.5));

    private final Model lab = Model.sequential("sequential_2")
            .input(28, 28)
            .add("reshape_2", Reshape.to(28, 28, 1))
            .add("conv2d_2", Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
            .add("max_pooling2d_2", MaxPooling2D.of(2))
            .add("flatten_2", new Flatten())
            .add("dense_2", Dense.of(10))
            .build(1);

    /** The summary of seed 001, section 4. */
    @Test
    void theSummaryIsThatOfTfmot() {
        ParametrizedModel pruned = Pruning.lowMagnitude(
                        PolynomialDecay.from(0.5).to(0.8).over(0, 844))
                .apply(lab);

        assertThat(pruned.summary().lines())
                .containsExactly(
                        "Model: \"sequential_2\"",
                        "_________________________________________________________________",
                        " Layer (type)                Output Shape              Param #",
                        "=================================================================",
                        " prune_low_magnitude_reshap  (None, 28, 28, 1)         1",
                        " e_2 (PruneLowMagnitude)",
                        "",
                        " prune_low_magnitude_conv2d  (None, 26, 26, 12)        230",
                        " _2 (PruneLowMagnitude)",
                        "",
                        " prune_low_magnitude_max_po  (None, 13, 13, 12)        1",
                        " oling2d_2 (PruneLowMagnitu",
                        " de)",
                        "",
                        " prune_low_magnitude_flatte  (None, 2028)              1",
                        " n_2 (PruneLowMagnitude)",
                        "",
                        " prune_low_magnitude_dense_  (None, 10)                40572",
                        " 2 (PruneLowMagnitude)",
                        "",
                        "=================================================================",
                        "Total params: 40805 (159.41 KB)",
                        "Trainable params: 20410 (79.73 KB)",
                        "Non-trainable params: 20395 (79.69 KB)",
                        "_________________________________________________________________");
    }

    @Test
    void kernelsOfConvolutionsAndDenseLayersArePrunedAndNothingElse() {
        Model model = Model.sequential()
                .input(8, 8, 2)
                .add(Conv2D.of(4, 3))
                .add(BatchNormalization.defaults())
                .add(DepthwiseConv2D.of(3))
                .add(new Flatten())
                .add(Dense.of(3))
                .build(1);

        assertThat(HALF.apply(model).parametrizedWeights())
                .containsExactly(new WeightKey("conv2d", "kernel"), new WeightKey("dense", "kernel"));
    }

    @Test
    void layersOfSequencesAndOfModelsWithinArePruned() {
        Model part = Model.sequential("part").input(6, 4).add(Conv1D.of(8, 3)).build(1);
        Model model =
                Model.sequential().add(part).add(new Flatten()).add(Dense.of(3)).build(1);

        Model pruned = Pruning.oneShot(0.75).apply(model);

        assertThat(pruned.weights().get("part/conv1d", "kernel").sparsity()).isEqualTo(0.75);
        assertThat(pruned.weights().get("dense", "kernel").sparsity()).isEqualTo(0.75);
    }

    @Test
    void layersAreChosenByNameOrByWhatTheyAre() {
        assertThat(HALF.withLayers("dense_2").apply(lab).parametrizedWeights())
                .containsExactly(new WeightKey("dense_2", "kernel"));
        assertThat(HALF.withLayers(node -> node.layer() instanceof Conv2D)
                        .apply(lab)
                        .parametrizedWeights())
                .containsExactly(new WeightKey("conv2d_2", "kernel"));
        assertThat(HALF.withLayers("dense_2").apply(lab).summary())
                .contains("prune_low_magnitude_dense_")
                .contains(" conv2d_2 (Conv2D) ");
    }

    @Test
    void aLayerThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
        assertThatThrownBy(() -> HALF.withLayers("dense").apply(lab))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no layer 'dense'")
                .hasMessageContaining("conv2d_2, max_pooling2d_2, flatten_2, dense_2");
    }

    @Test
    void layersWithNothingToPruneAreAnErrorThatNamesTheOthers() {
        assertThatThrownBy(() -> HALF.withLayers("flatten_2").apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'flatten_2' (Flatten) has no weight that can be pruned")
                .hasMessageContaining("to choose from: conv2d_2, dense_2");
        assertThatThrownBy(() -> HALF.withLayers(node -> false).apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("no chosen layer");
    }

    @Test
    void aPatternThatDoesNotFitAWeightIsRefusedBeforeTraining() {
        Pruning blocks = HALF.withPattern(SparsityPattern.blocks(2, 2, SparsityPattern.Pooling.AVERAGE));

        assertThatThrownBy(() -> blocks.apply(lab))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'conv2d_2/kernel' has shape (3, 3, 1, 12)");
        assertThat(blocks.withLayers("dense_2").apply(lab).parametrizedWeights())
                .hasSize(1);
    }

    @Test
    void oneShotPruningTakesTheSameShareOfEachWeight() {
        Model pruned = Pruning.oneShot(0.75).apply(lab);

        assertThat(pruned.weights().get("conv2d_2", "kernel").sparsity()).isEqualTo(0.75);
        assertThat(pruned.weights().get("dense_2", "kernel").sparsity()).isEqualTo(0.75);
        assertThat(pruned.weights().get("dense_2", "bias"))
                .isEqualTo(lab.weights().get("dense_2", "bias"));
    }

    @Test
    void globalPruningTakesItWhereMagnitudesAreSmall() {
        // The dense layer has 2,028 inputs and so starts with smaller weights than the convolution, which has 9.
        Model pruned = Pruning.global(0.75).apply(lab);

        double convolution = pruned.weights().get("conv2d_2", "kernel").sparsity();
        double dense = pruned.weights().get("dense_2", "kernel").sparsity();
        assertThat(convolution * 108 + dense * 20280).isEqualTo(Math.rint(0.75 * 20388));
        assertThat(convolution).isLessThan(0.3);
        assertThat(Pruning.global(0.75)
                        .withLayers("conv2d_2")
                        .apply(lab)
                        .weights()
                        .get("conv2d_2", "kernel")
                        .sparsity())
                .isEqualTo(0.75);
    }

    @Test
    void sparsityOfOneIsRefused() {
        assertThatThrownBy(() -> Pruning.oneShot(1)).isInstanceOf(CompressionException.class);
        assertThatThrownBy(() -> Pruning.global(-0.1)).isInstanceOf(CompressionException.class);
    }

    @Test
    void whatPruningLeavesAsItIsIsSaidAndIsAnErrorWhereItWasNamed() {
        Pruning twoOfFour = HALF.withPattern(SparsityPattern.mOfN(2, 4));
        Model model = Model.sequential()
                .input(8, 8, 2)
                .add("narrow", Conv2D.of(8, 3))
                .add("depthwise", DepthwiseConv2D.of(3))
                .add("wide", Conv2D.of(7, 3))
                .add("odd", Conv2D.of(2, 1))
                .build(1);

        assertThat(twoOfFour.notes(model))
                .containsExactly(
                        "layer 'depthwise' is not pruned: depthwise kernels are small and matter much",
                        "layer 'narrow' is not pruned: 2:4 keeps the 2 largest of each 4 input channels, and there are only 2",
                        "layer 'odd' is pruned less: 2:4 makes 43% of zeros only, since 7 input channels are no multiple of 4");
        assertThat(Pruning.oneShot(0.001).notes(model))
                .contains("layer 'narrow' is not pruned: a share of 0.001 of 144 values rounds to none");
        assertThat(HALF.withLayers("wide").notes(model)).isEmpty();
        assertThatThrownBy(() -> twoOfFour.withLayers("wide", "narrow").apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("nothing of weight 'narrow/kernel' would be pruned: 2:4 keeps");
        assertThatThrownBy(() -> HALF.withLayers("depthwise").apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("depthwise kernels are small and matter much; layers of model");
    }
}
