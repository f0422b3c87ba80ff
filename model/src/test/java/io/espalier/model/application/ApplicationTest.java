// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of parameters are those that Keras's {@code model.summary()} prints. */
class ApplicationTest {
    private static final Head IMAGENET = Head.classes(1000);

    @ParameterizedTest
    @CsvSource({"B0, 5330571", "B1, 7856239", "B2, 9177569", "B3, 12320535", "B4, 19466823"})
    void anEfficientNetHasAsManyParametersAsInKeras(EfficientNet network, long parameters) {
        assertThat(network.build(Size.square(64), IMAGENET, 1).parameters(false))
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({"B0, 4049571", "B2, 7768569"})
    void anEfficientNetWithoutTopHasAsManyParametersAsInKeras(EfficientNet network, long parameters) {
        assertThat(network.build(Size.square(64), new Head.AveragePooled(), 1).parameters(false))
                .isEqualTo(parameters);
    }

    @Test
    void aMobileNetV2HasAsManyParametersAsInKeras() {
        MobileNetV2 network = new MobileNetV2(1);

        assertThat(network.build(MobileNetV2.DEFAULT_SIZE, IMAGENET, 1).parameters(false))
                .isEqualTo(3_538_984);
        assertThat(network.build(Size.square(96), new Head.Features(), 1).parameters(false))
                .isEqualTo(2_257_984);
    }

    @Test
    void aMobileNetHasAsManyParametersAsInKeras() {
        MobileNetV1 network = new MobileNetV1(1);

        assertThat(network.build(MobileNetV1.DEFAULT_SIZE, IMAGENET, 1).parameters(false))
                .isEqualTo(4_253_864);
        assertThat(network.build(Size.square(96), new Head.Features(), 1).parameters(false))
                .isEqualTo(3_228_864);
    }

    @ParameterizedTest
    @CsvSource({"SMALL, 2554968, 939120", "LARGE, 5507432, 2996352"})
    void aMobileNetV3HasAsManyParametersAsInKeras(MobileNetV3 network, long withTop, long without) {
        assertThat(network.build(MobileNetV3.DEFAULT_SIZE, IMAGENET, 1).parameters(false))
                .isEqualTo(withTop);
        assertThat(network.build(Size.square(96), new Head.AveragePooled(), 1).parameters(false))
                .isEqualTo(without);
    }

    @Test
    void anEfficientNetLiteHasAsManyParametersAsPublished() {
        assertThat(EfficientNet.LITE0.build(Size.square(64), IMAGENET, 1).parameters(false))
                .isEqualTo(4_694_024);
    }

    @Test
    void aResNet50HasAsManyParametersAsInKeras() {
        assertThat(ResNet50.build(ResNet50.DEFAULT_SIZE, IMAGENET, 1).parameters(false))
                .isEqualTo(25_636_712);
        assertThat(ResNet50.build(Size.square(64), new Head.AveragePooled(), 1).parameters(false))
                .isEqualTo(23_587_712);
    }

    @Test
    void layersAndWeightsOfEfficientNetB0HaveTheNamesOfKerasWeightFiles() {
        Model model = EfficientNet.B0.build(EfficientNet.B0.defaultSize(), IMAGENET, 1);

        assertThat(model.name()).isEqualTo("efficientnetb0");
        assertThat(model.weights().keys())
                .contains(
                        new WeightKey("normalization", "mean"),
                        new WeightKey("stem_conv", "kernel"),
                        new WeightKey("stem_bn", "gamma"),
                        new WeightKey("block1a_dwconv", "depthwise_kernel"),
                        new WeightKey("block2b_se_reduce", "bias"),
                        new WeightKey("block7a_project_bn", "moving_variance"),
                        new WeightKey("predictions", "kernel"));
        assertThat(model.outputShape("block6d_add")).isEqualTo(Shape.of(7, 7, 192));
        assertThat(model.outputShape("top_activation")).isEqualTo(Shape.of(7, 7, 1280));
    }

    @Test
    void theNetworkForImageNetWeightsScalesOnceMore() {
        Model plain = EfficientNet.B0.build(Size.square(64), IMAGENET, 1);
        Model imagenet = EfficientNet.B0.buildForImageNetWeights(Size.square(64), IMAGENET, 1);

        assertThat(imagenet.nodes()).hasSize(plain.nodes().size() + 1);
        assertThat(imagenet.node("rescaling_1").inputs()).containsExactly("normalization");
    }

    @Test
    void picturesThatAreTooSmallAreRefused() {
        assertThatThrownBy(() -> EfficientNet.B0.build(new Size(31, 64), IMAGENET, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("at least 32 x 32", "31 x 64");
    }
}
