// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.regularization.GaussianNoise;
import io.espalier.model.layer.regularization.SpatialDropout1D;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomLayersTest {
    private static final List<Shape> SEQUENCE = List.of(Shape.of(6, 4));

    static Stream<Layer> random() {
        return Stream.of(
                new Dropout(0.5f),
                new SpatialDropout1D(0.5f),
                new GaussianNoise(0.5f),
                LSTM.of(3).withRecurrence(new Recurrence(false, false, 0, 0.5f)),
                new TimeDistributed(new Dropout(0.5f)));
    }

    @ParameterizedTest
    @MethodSource("random")
    void layersThatDropValuesOrAddNoiseAreRandom(Layer layer) {
        assertThat(layer.isRandom(SEQUENCE)).isTrue();
    }

    static Stream<Layer> deterministic() {
        return Stream.of(
                Dense.of(3),
                MaxPooling1D.of(2),
                new Identity(),
                new SpatialDropout1D(0),
                LSTM.of(3),
                new TimeDistributed(Dense.of(3)));
    }

    @ParameterizedTest
    @MethodSource("deterministic")
    void otherLayersAreNot(Layer layer) {
        assertThat(layer.isRandom(SEQUENCE)).isFalse();
    }
}
