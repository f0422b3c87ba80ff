// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasH5RoundTripTest {
    @TempDir
    private Path folder;

    @Test
    void theMnistModelIsReadBackAsItWasWritten() throws IOException {
        Model model = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(42);
        Path file = folder.resolve("baseline.h5");

        KerasH5.write(model, null, file);
        Model read = KerasH5.read(file);

        assertThat(read.nodes()).isEqualTo(model.nodes());
        assertThat(read.weights()).isEqualTo(model.weights());
    }
}
