// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.model.keras.KerasTraining.OutputLoss;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KerasTrainingTest {
    private static final String ADAM = """
            {"loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": true, "name": "x"}},
             "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "fn": "f"}}]],
             "optimizer_config": {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": {"class_name":
             "ExponentialDecay", "config": {"initial_learning_rate": 0.25}}, "beta_1": 0.5, "amsgrad": false}}}""";

    @TempDir
    private Path folder;

    @Test
    @Tag("conformance")
    void theStateOfAdamInARealFileIsThatOfItsWeights() throws IOException {
        Path file = Assets.file("mlperf_tiny/image_classification/trained_models/pretrainedResnet.h5");

        KerasTraining training = KerasFiles.training(file).orElseThrow();

        assertThat(training.onlyLoss().flatMap(OutputLoss::name)).contains("categorical_crossentropy");
        assertThat(training.metrics()).containsExactly("accuracy");
        OptimizerState adam = training.optimizer().orElseThrow();
        assertThat(adam.name()).isEqualTo("adam");
        assertThat(adam.setting("learning_rate", 0)).isBetween(6.63e-6, 6.64e-6);
        HdfSource source = HdfSource.read(file);
        assertThat(adam.iterations())
                .isEqualTo(source.number("optimizer_weights/Adam/iter:0")
                        .orElseThrow()
                        .longValue())
                .isPositive();
        Model model = KerasFiles.read(file);
        assertThat(adam.slots().keys())
                .hasSize(2
                        * (int) model.nodes().stream()
                                .flatMap(node -> model.weightSpecs(node).stream())
                                .filter(weight -> weight.trainable())
                                .count());
        for (String slot :
                List.of("conv2d_6/kernel/m", "conv2d/kernel/v", "dense/bias/v", "batch_normalization_5/beta/m")) {
            WeightKey key = new WeightKey(slot.substring(0, slot.indexOf('/')), slot.substring(slot.indexOf('/') + 1));
            assertThat(source.tensor("optimizer_weights/Adam/" + slot + ":0"))
                    .as(slot)
                    .contains(adam.slots().get(key));
        }
    }

    @Test
    @Tag("conformance")
    void aFileWithoutTheStateOfItsOptimizerTellsItsSettings() throws IOException {
        KerasTraining training = KerasFiles.training(Assets.file("keras_h5/activations/ELU_0_model.h5"))
                .orElseThrow();

        OptimizerState optimizer = training.optimizer().orElseThrow();
        assertThat(training.onlyLoss().flatMap(OutputLoss::name)).contains("mean_squared_error");
        assertThat(optimizer.name()).isEqualTo("rmsprop");
        assertThat(optimizer.setting("rho", 0)).isBetween(0.8999, 0.9001);
        assertThat(optimizer.slots().keys()).isEmpty();
    }

    @Test
    void laterVersionsKeepBothStatesOfAWeightTogether() throws IOException {
        Path file = file(ADAM, "iteration:0", "learning_rate:0", "Adam/m/dense/kernel:0", "Adam/v/dense/kernel:0");

        KerasTraining training = KerasFiles.training(file).orElseThrow();

        OptimizerState adam = training.optimizer().orElseThrow();
        assertThat(training.onlyLoss().orElseThrow().fromLogits()).isTrue();
        assertThat(adam.setting("learning_rate", 0)).isEqualTo(0.25);
        assertThat(adam.setting("amsgrad", 1)).isZero();
        assertThat(adam.iterations()).isZero();
        assertThat(adam.slots().get("dense", "kernel/m").toArray()).containsExactly(2, 2, 2, 2);
        assertThat(adam.slots().get("dense", "kernel/v").toArray()).containsExactly(3, 3, 3, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"loss": ["mse", {"class_name": "BinaryCrossentropy", "config": {"from_logits": true}}],
                 "loss_weights": [1, 0.25]}""", """
                {"loss": {"b": {"class_name": "BinaryCrossentropy", "config": {"from_logits": true}}, "a": "mse"},
                 "loss_weights": {"b": 0.25}}"""})
    void severalOutputsHaveLossesInTheirOrderOrByTheirNames(String config) throws IOException {
        KerasTraining training =
                KerasFiles.training(file(config, "iteration:0")).orElseThrow();

        OutputLoss first = training.lossOf("a", 0).orElseThrow();
        OutputLoss second = training.lossOf("b", 1).orElseThrow();
        assertThat(training.onlyLoss()).isEmpty();
        assertThat(first.name()).contains("mean_squared_error");
        assertThat(first.weight()).isEqualTo(1);
        assertThat(second.name()).contains("binary_crossentropy");
        assertThat(second.fromLogits()).isTrue();
        assertThat(second.weight()).isEqualTo(0.25);
        assertThat(training.lossOf("c", 2)).isEmpty();
    }

    @Test
    void oneLossMayBeForAllOutputsAndAnOutputMayHaveNone() throws IOException {
        KerasTraining same =
                KerasFiles.training(file("{\"loss\": \"mae\"}", "iteration:0")).orElseThrow();
        KerasTraining none = KerasFiles.training(file("{\"loss\": [null, \"mae\"]}", "iteration:0"))
                .orElseThrow();

        assertThat(same.lossOf("b", 1).orElseThrow().name()).contains("mean_absolute_error");
        assertThat(none.lossOf("a", 0).orElseThrow())
                .isEqualTo(new OutputLoss(Optional.empty(), Optional.empty(), false, 0));
    }

    @Test
    void aStateThatDoesNotFitIsRefused() throws IOException {
        Path file = file(ADAM, "iteration:0", "Adam/m/dense/kernel:0");

        assertThatThrownBy(() -> KerasFiles.training(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(file.toString(), "optimizer 'adam'", "1 tensors for 1 weights");
    }

    @Test
    void aModelThatWasNotTrainedTellsNothing() throws IOException {
        Path file = folder.resolve("plain.h5");
        KerasFiles.write(Layers.mnist(), null, file);

        assertThat(KerasFiles.training(file)).isEmpty();
    }

    /** A model of one weight; each tensor of the optimizer is full of its number in the list. */
    private Path file(String training, String... names) throws IOException {
        HdfGroup root = H5ModelWriter.groups(
                Model.sequential()
                        .input(2)
                        .add("dense", Dense.of(2).withoutBias())
                        .build(1),
                null);
        root.put("training_config", training);
        HdfGroup state = root.group("optimizer_weights");
        state.put("weight_names", List.of(names));
        for (int i = 0; i < names.length; i++) {
            Shape shape = names[i].startsWith("Adam") ? Shape.of(2, 2) : Shape.of();
            state.dataset(names[i], Tensor.filled(shape, i));
        }
        Path file = folder.resolve("trained.h5");
        HdfWriter.write(root, file);
        return file;
    }
}
