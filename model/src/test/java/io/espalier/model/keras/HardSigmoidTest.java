// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static io.espalier.model.layer.ActivationFunction.HARD_SIGMOID;
import static io.espalier.model.layer.ActivationFunction.HARD_SIGMOID_KERAS_2;
import static io.espalier.model.layer.ActivationFunction.HARD_SWISH;
import static io.espalier.model.layer.ActivationFunction.SWISH;
import static io.espalier.model.layer.ActivationFunction.TANH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions whose names are not the same in Keras 2 and in Keras 3: {@code hard_sigmoid} is another in each. */
class HardSigmoidTest {
    @TempDir
    private Path folder;

    static Stream<Layer> layersWithThatOfKeras2() {
        return layers(HARD_SIGMOID_KERAS_2);
    }

    private static Stream<Layer> layers(ActivationFunction function) {
        LSTM lstm = new LSTM(2, TANH, function, true, true, Recurrence.DEFAULTS);
        return Stream.of(
                new Activation(function),
                Dense.of(3).withActivation(function),
                Conv1D.of(3, 2).withActivation(function),
                lstm,
                Bidirectional.of(lstm));
    }

    @ParameterizedTest
    @EnumSource(names = {"HARD_SIGMOID", "HARD_SIGMOID_KERAS_2"})
    void aFileOfKeras2KeepsBoth(ActivationFunction function) throws IOException {
        for (Layer layer : layers(function).toList()) {
            assertThat(writtenAndRead(layer, "model.h5")).isEqualTo(layer);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HARD_SIGMOID", "HARD_SWISH", "SWISH"})
    void aFileOfKeras3KeepsThatOfKeras3(ActivationFunction function) throws IOException {
        for (Layer layer : layers(function).toList()) {
            assertThat(writtenAndRead(layer, "model.keras")).isEqualTo(layer);
        }
    }

    @ParameterizedTest
    @MethodSource("layersWithThatOfKeras2")
    void aFileOfKeras3CannotHaveThatOfKeras2(Layer layer) {
        Path file = folder.resolve("model.keras");

        assertThatThrownBy(() -> KerasFiles.write(model(layer), null, file))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("layer 'tried'", "hard_sigmoid of Keras 2", "write the model as .h5");
        assertThat(file).doesNotExist();
    }

    @Test
    void theNamesInAFileAreThoseOfItsVersion() throws IOException {
        assertThat(List.of(HARD_SIGMOID, HARD_SWISH, SWISH))
                .extracting(function -> config(new Activation(function), "model.keras"))
                .satisfiesExactly(
                        config -> assertThat(config).contains("\"activation\":\"hard_sigmoid\""),
                        config -> assertThat(config).contains("\"activation\":\"hard_silu\""),
                        config -> assertThat(config).contains("\"activation\":\"silu\""));
        assertThat(config(new Activation(HARD_SIGMOID_KERAS_2), "model.h5"))
                .contains("\"activation\":\"hard_sigmoid\"");
        assertThat(config(new Activation(HARD_SIGMOID), "model.h5"))
                .contains("\"activation\":\"espalier>hard_sigmoid\"");
    }

    // The archives of tf.keras 2.12 to 2.15 have the functions of Keras 2.
    @Test
    void anArchitectureIsOfKeras3OnlyIfItsInputsAre() throws IOException {
        String ofKeras3 = config(new Activation(HARD_SIGMOID), "model.keras");
        Path architecture = folder.resolve("architecture.json");
        Files.writeString(architecture, ofKeras3.replace("batch_shape", "batch_input_shape"));

        Model read = KerasFiles.read(architecture);

        assertThat(read.node("tried").layer()).isEqualTo(new Activation(HARD_SIGMOID_KERAS_2));
    }

    private String config(Layer layer, String name) throws IOException {
        Path file = folder.resolve(name);
        KerasFiles.write(model(layer), null, file);
        return name.endsWith(".h5")
                ? HdfSource.read(file).text(KerasAttributes.MODEL_CONFIG).orElseThrow()
                : KerasArchive.open(file).config();
    }

    private Layer writtenAndRead(Layer layer, String name) throws IOException {
        Path file = folder.resolve(name);
        KerasFiles.write(model(layer), null, file);
        return KerasFiles.read(file).node("tried").layer();
    }

    private static Model model(Layer layer) {
        return Model.sequential().input(5, 4).add("tried", layer).build(1);
    }
}
