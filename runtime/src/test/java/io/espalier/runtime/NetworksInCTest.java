// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.application.MobileNetV1;
import io.espalier.model.application.MobileNetV2;
import io.espalier.model.application.MobileNetV3;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.Size;
import io.espalier.testing.rig.Toolchain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks in integers: C answers what TFLite with XNNPACK does, bit for bit. */
@Tag("conformance")
class NetworksInCTest {
    private static final long SEED = 5;

    @ParameterizedTest
    @ValueSource(strings = {"MobileNetV1", "MobileNetV2", "MobileNetV3", "EfficientNet", "LSTM", "GRU", "autoencoder"})
    void networksAnswerLikeXnnpack(String name) {
        TogetherInC network = new TogetherInC();
        network.add(
                name,
                Converter.convert(Objects.requireNonNull(networks().get(name))),
                IntegerOptions.INT8.withStrict(true),
                -1,
                1);

        network.answerLikeXnnpack(CSettings.named("network"), Toolchain.host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MobileNetV1", "LSTM", "GRU", "autoencoder"})
    void networksOfSixteenBitsAnswerLikeXnnpack(String name) {
        TogetherInC network = new TogetherInC();
        network.add(
                name,
                Converter.convert(Objects.requireNonNull(networks().get(name))),
                IntegerOptions.INT16X8.withStrict(true),
                -1,
                1);

        network.answerLikeXnnpack(CSettings.named("network"), Toolchain.host());
    }

    private static Map<String, Model> networks() {
        Head classes = new Head.Classifier(10, ActivationFunction.SOFTMAX);
        Size size = Size.square(32);
        Map<String, Model> networks = new LinkedHashMap<>();
        networks.put("MobileNetV1", new MobileNetV1(0.25).build(size, classes, SEED));
        networks.put("MobileNetV2", new MobileNetV2(0.35).build(size, classes, SEED));
        networks.put("MobileNetV3", MobileNetV3.SMALL.build(size, classes, SEED));
        networks.put("EfficientNet", EfficientNet.B0.build(size, classes, SEED));
        networks.put("LSTM", Model.sequential().input(5, 6).add(LSTM.of(12)).build(SEED));
        networks.put("GRU", Model.sequential().input(5, 6).add(GRU.of(12)).build(SEED));
        networks.put(
                "autoencoder",
                Model.sequential()
                        .input(64)
                        .add(Dense.of(16).withActivation(ActivationFunction.RELU))
                        .add(Dense.of(8).withActivation(ActivationFunction.RELU))
                        .add(Dense.of(64))
                        .build(SEED));
        return networks;
    }
}
