// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.train.parametrize.ParametrizedModel;
import org.junit.jupiter.api.Test;

/** The tables that tfmot's users know. */
class QuantizedSummaryTest {
    private static Model functionalLab() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor picture = builder.apply(Reshape.to(28, 28, 1), builder.input(28, 28));
        SymbolicTensor features = builder.apply(
                MaxPooling2D.of(2), builder.apply(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU), picture));
        return builder.build(1, builder.apply(Dense.of(10), builder.apply(new Flatten(), features)));
    }

    @Test
    void aFunctionalModelShowsItsInputAndBehindItWhatQuantizesIt() {
        assertThat(QuantizationAware.int8().apply(functionalLab()).summary())
                .contains(
                        " input (InputLayer)             [(None, 28, 28)]     0           []",
                        " quantize_layer (QuantizeLayer  (None, 28, 28)       3           ['input[0][0]']",
                        " quant_reshape (QuantizeWrappe  (None, 28, 28, 1)    1           ['quantize_layer[0][0]']",
                        " quant_conv2d (QuantizeWrapper  (None, 26, 26, 12)   147         ['quant_reshape[0][0]']",
                        " quant_dense (QuantizeWrapperV  (None, 10)           20295       ['quant_flatten[0][0]']",
                        "Total params: 20448 (79.88 KB)",
                        "Non-trainable params: 38 (152.00 Byte)");
    }

    @Test
    void eachInputHasALayerBehindIt() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.input(4, 4, 1);
        SymbolicTensor right = builder.input(4, 4, 1);
        SymbolicTensor sum =
                builder.apply(new Add(), builder.apply(new Flatten(), left), builder.apply(new Flatten(), right));

        assertThat(QuantizationAware.int8().apply(builder.build(1, sum)).summary())
                .contains(
                        " quantize_layer (QuantizeLayer  (None, 4, 4, 1)      3           ['input[0][0]']",
                        " quantize_layer_1 (QuantizeLay  (None, 4, 4, 1)      3           ['input_1[0][0]']",
                        " quant_flatten_1 (QuantizeWrap  (None, 16)           1           ['quantize_layer_1[0][0]']");
    }

    @Test
    void prunedLayersAreConnectedByTheNamesThatAreShown() {
        assertThat(Pruning.lowMagnitude(ConstantSparsity.of(0.5))
                        .apply(functionalLab())
                        .summary())
                .contains(
                        " input (InputLayer)             [(None, 28, 28)]     0           []",
                        " prune_low_magnitude_reshape (  (None, 28, 28, 1)    1           ['input[0][0]']",
                        "Total params: 40805 (",
                        "Non-trainable params: 20395 (");
    }

    @Test
    void allThatLiesOnALayerIsInItsNameAndItsNumbers() {
        ParametrizedModel pruned =
                Pruning.lowMagnitude(ConstantSparsity.of(0.5)).apply(functionalLab());

        assertThat(QuantizationAware.int8().apply(pruned).summary())
                .contains(
                        " quant_prune_low_magnitude_den  (None, 10)           40577       ['quant_prune_low_magnitude_flatt",
                        " se (QuantizeWrapperV2)                                          en[0][0]']",
                        "Total params: 40843 (",
                        "Non-trainable params: 20433 (");
    }
}
