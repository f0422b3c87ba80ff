// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import static io.espalier.model.layer.ActivationFunction.RELU;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Padding;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void theModelOfTheMnistLabIsShownAsKerasShowsIt() {
        Model model = Model.sequential("sequential_1")
                .input(28, 28)
                .add("reshape_1", Reshape.to(28, 28, 1))
                .add("conv2d_1", Conv2D.of(12, 3).withActivation(RELU))
                .add("max_pooling2d_1", MaxPooling2D.of(2))
                .add("flatten_1", new Flatten())
                .add("dense_1", Dense.of(10))
                .build(1);

        assertThat(model.summary().lines())
                .containsExactly(
                        "Model: \"sequential_1\"",
                        "_________________________________________________________________",
                        " Layer (type)                Output Shape              Param #",
                        "=================================================================",
                        " reshape_1 (Reshape)         (None, 28, 28, 1)         0",
                        "",
                        " conv2d_1 (Conv2D)           (None, 26, 26, 12)        120",
                        "",
                        " max_pooling2d_1 (MaxPoolin  (None, 13, 13, 12)        0",
                        " g2D)",
                        "",
                        " flatten_1 (Flatten)         (None, 2028)              0",
                        "",
                        " dense_1 (Dense)             (None, 10)                20290",
                        "",
                        "=================================================================",
                        "Total params: 20410 (79.73 KB)",
                        "Trainable params: 20410 (79.73 KB)",
                        "Non-trainable params: 0 (0.00 Byte)",
                        "_________________________________________________________________");
    }

    @Test
    void aFunctionalModelShowsItsInputsAndWhatEachLayerIsConnectedTo() {
        FunctionalBuilder graph = Model.functional();
        FunctionalBuilder.SymbolicTensor image = graph.input(8, 8, 4);
        FunctionalBuilder.SymbolicTensor features = graph.apply(Conv2D.of(4, 3).withPadding(Padding.SAME), image);
        FunctionalBuilder.SymbolicTensor normal = graph.apply(BatchNormalization.defaults(), features);
        Model model = graph.build(1, graph.apply(new Add(), normal, image));

        assertThat(model.summary())
                .contains(" input (InputLayer)             [(None, 8, 8, 4)]    0           []")
                .contains("['batch_normalization[0][0]',\n")
                .contains(" 'input[0][0]']\n")
                .contains("Trainable params: 156 (624.00 Byte)")
                .contains("Non-trainable params: 8 (32.00 Byte)");
    }
}
