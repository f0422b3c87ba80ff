// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizationJsonTest {
    private static final TrainedQuantization TRAINED = new TrainedQuantization(
            Map.of(
                    ActivationKey.output("input"), new ValueRange(0, 1),
                    ActivationKey.beforeFunction("block/dense"), new ValueRange(-1.1f, 3e-7f)),
            Map.of(new WeightKey("block/dense", "kernel"), new WeightGrid(4, true)));

    @TempDir
    private Path folder;

    private static Model model() {
        return Model.sequential().input(2).add("block/dense", Dense.of(3)).build(1);
    }

    @Test
    void whatTrainingFoundIsInTheFileOfTheModel() throws IOException {
        Path file = folder.resolve("qat.h5");

        KerasFormat.H5.write(model().withQuantization(TRAINED), null, file);

        assertThat(KerasFiles.read(file).quantization()).contains(TRAINED);
    }

    @Test
    void weightsWithSlashesInTheirNamesKeepTheirGrids() throws IOException {
        Path file = folder.resolve("attention.h5");
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(4, 6);
        Model model = graph.build(1, graph.apply("attention", MultiHeadAttention.of(2, 3), input, input));
        WeightKey kernel = new WeightKey("attention", "query/kernel");
        TrainedQuantization trained = new TrainedQuantization(Map.of(), Map.of(kernel, new WeightGrid(8, false)));

        KerasFormat.H5.write(model.withQuantization(trained), null, file);

        assertThat(KerasFiles.read(file).quantization()).contains(trained);
    }

    @Test
    void aModelThatWasTrainedOtherwiseSaysNothing() throws IOException {
        Path file = folder.resolve("plain.h5");

        KerasFormat.H5.write(model(), null, file);

        assertThat(KerasFiles.read(file).quantization()).isEmpty();
    }

    @Test
    void otherWeightsHaveNoTrainedRanges() {
        Model trained = model().withQuantization(TRAINED);

        assertThat(trained.withWeights(trained.weights()).quantization()).isEmpty();
    }

    @Test
    void rangesOfLayersThatAreNotThereAreRefused() {
        Model other = Model.sequential().input(2).add("dense", Dense.of(3)).build(1);

        assertThatThrownBy(() -> other.withQuantization(TRAINED))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has no layer 'block/dense'");
    }

    @Test
    void aDamagedRecordIsRefusedWithTheNameOfTheAttribute() throws IOException {
        Path file = folder.resolve("damaged.h5");
        HdfGroup root = H5ModelWriter.groups(model(), null);
        root.put(KerasAttributes.QUANTIZATION, "{\"ranges\": {\"dense/output\": [2, 1]}}");
        HdfWriter.write(root, file);

        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("damaged.h5")
                .hasMessageContaining("attribute 'espalier_quantization'")
                .hasMessageContaining("not from 2.0 to 1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | not valid JSON",
                "{\"ranges\": {\"dense/inside\": [0, 1]}} | 'dense/inside' is not a place in a layer",
                "{\"ranges\": {\"dense\": [0, 1]}} | 'dense' has no '/'",
                "{\"ranges\": {\"dense/output\": [0]}} | a range must be two numbers, not [0]",
                "{\"ranges\": {\"dense/output\": [0, \"a\"]}} | a range must be two numbers",
                "{\"grids\": {\"dense/kernel\": {\"bits\": 8}}} | a grid needs \"bits\" and \"per_channel\"",
                "{\"grids\": {\"dense/kernel\": {\"bits\": 9, \"per_channel\": true}}} | must have 2 to 8 bits, not 9",
            })
    void whatIsNoSuchRecordIsRefused(String text, String message) {
        assertThatThrownBy(() -> QuantizationJson.read(text, model().weights().keys()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }
}
