// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.quantize.training.RoundingPlan.FloatOperator;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedActivation;
import io.espalier.lite.quantize.training.RoundingPlan.RoundedWeight;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundingPlanTest {
    private static RoundingPlan plan(Layer... layers) {
        SequentialBuilder builder = Model.sequential().input(8, 8, 3);
        for (Layer layer : layers) {
            builder = builder.add(layer);
        }
        return RoundingPlan.of(builder.build(1));
    }

    private static List<String> rounded(RoundingPlan plan) {
        return plan.activations().stream()
                .map(activation -> activation.key().toString())
                .toList();
    }

    @Test
    void whatAConverterFusesIsRoundedOnceAtItsEnd() {
        assertThat(rounded(plan(
                        Conv2D.of(4, 3).withoutBias(), BatchNormalization.defaults(), ReLU.unbounded(), Dense.of(2))))
                .containsExactly("input/output", "re_lu/output", "dense/output");
    }

    @Test
    void aNormalizationAloneRoundsItsConstantsAndItsProductToo() {
        RoundingPlan plan = plan(MaxPooling2D.of(2), BatchNormalization.defaults(), ReLU.unbounded());

        assertThat(plan.activations())
                .filteredOn(RoundedActivation::isConstant)
                .extracting(RoundedActivation::key)
                .containsExactly(
                        ActivationKey.operation("batch_normalization", 1),
                        ActivationKey.operation("batch_normalization", 2));
        assertThat(rounded(plan)).contains("batch_normalization/operation_0", "re_lu/output");
    }

    @Test
    void whatOnlyMovesIsNotRoundedAgainAndMeansTakeTheRangeOfTheirValues() {
        RoundingPlan plan = plan(Conv2D.of(4, 3), MaxPooling2D.of(2), AveragePooling2D.of(2));

        assertThat(rounded(plan)).containsExactly("input/output", "conv2d/output", "average_pooling2d/output");
        assertThat(plan.activations().get(2).like()).contains(ActivationKey.output("conv2d"));
    }

    @Test
    void aFunctionWithABuiltInScaleHasTheRangeOfThat() {
        RoundingPlan plan = plan(Conv2D.of(4, 3).withActivation(ActivationFunction.TANH), Conv2D.of(2, 1));

        assertThat(plan.activations())
                .filteredOn(activation -> activation.key().equals(ActivationKey.output("conv2d")))
                .extracting(activation -> activation.fixed().orElseThrow())
                .containsExactly(new ValueRange(-1, 127 / 128f));
    }

    @Test
    void theOperationsOfAComposedLayerAreRoundedEach() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(8, 8, 3);
        Model model = builder.build(
                1,
                builder.apply(
                        new Average(),
                        builder.apply(Conv2D.of(3, 1), input),
                        builder.apply(Conv2D.of(3, 1), input),
                        builder.apply(Conv2D.of(3, 1), input)));

        assertThat(rounded(RoundingPlan.of(model)))
                .containsSubsequence("average/operation_0", "average/operation_1", "average/output");
    }

    @Test
    void whatOneScaleJoinsIsRoundedBehindTheJoin() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(8, 8, 3);
        Model model = builder.build(
                1,
                builder.apply(
                        new Maximum(), builder.apply(Conv2D.of(3, 1), input), builder.apply(Conv2D.of(3, 1), input)));

        assertThat(rounded(RoundingPlan.of(model))).containsExactly("input/output", "maximum/output");
    }

    @Test
    void theChannelsOfATransposedKernelComeBeforeItsInputs() {
        assertThat(plan(Conv2DTranspose.of(5, 3)).weights())
                .containsExactly(new RoundedWeight(
                        new WeightKey("conv2d_transpose", "kernel"), RoundedWeight.Kind.KERNEL, 5, 3));
    }

    @Test
    void whatHasNoIntegerKernelSaysSo() {
        Model model = Model.sequential().input(4, 4, 4, 2).add(Conv3D.of(3, 2)).build(1);

        assertThat(RoundingPlan.of(model).inFloat())
                .contains(new FloatOperator("CONV_3D", "conv3d", "no kernel for INT8 activations"));
    }

    @Test
    void aLayerThatTakesTheRootOfAVarianceStaysInFloat() {
        RoundingPlan plan = plan(Conv2D.of(4, 3), LayerNormalization.defaults());

        assertThat(plan.inFloat()).extracting(FloatOperator::layer).containsOnly("layer_normalization");
        assertThat(rounded(plan)).containsExactly("input/output", "conv2d/output");
    }
}
