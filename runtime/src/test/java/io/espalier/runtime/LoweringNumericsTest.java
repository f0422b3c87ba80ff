// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoweringNumericsTest {
    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_softmax", "mobile_big"})
    void goldenModelsGiveWhatTensorFlowGave(String name) throws IOException {
        Model model = GoldenModels.read(name);
        float[] x = Shared.floats("golden/" + name + "/x.npy");
        float[] y = Shared.floats("golden/" + name + "/y.npy");

        Graph graph = Converter.convert(model);

        assertThat(Running.run(graph, x)).containsExactly(y, within(1e-5f));
    }
}
