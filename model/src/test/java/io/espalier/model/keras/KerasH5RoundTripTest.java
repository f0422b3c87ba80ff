// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.config.ComposedConfigs;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KerasH5RoundTripTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.model.keras.Layers#all")
    void everyLayerIsReadBackAsItWasWritten(Layer layer) throws IOException {
        assertRoundTrip(Layers.modelWith(layer));
    }

    @Test
    void noLayerIsForgottenHere() {
        List<Class<?>> tried =
                Layers.all().stream().<Class<?>>map(Object::getClass).distinct().toList();

        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(records(Layer.class).toList());
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        if (sealed == ComposedLayer.class) {
            return ComposedConfigs.types().stream();
        }
        return sealed.isRecord()
                ? Stream.of(sealed)
                : Stream.of(sealed.getPermittedSubclasses()).flatMap(KerasH5RoundTripTest::records);
    }

    @Test
    void theMnistModelIsReadBackAsItWasWritten() throws IOException {
        assertRoundTrip(Layers.mnist());
    }

    @Test
    void aFunctionalModelKeepsItsBranchesInputsAndOutputs() throws IOException {
        FunctionalBuilder graph = Model.functional("two_branches");
        SymbolicTensor left = graph.input(8, 8, 2);
        SymbolicTensor convolved = graph.apply(Conv2D.of(4, 1), left);
        SymbolicTensor right = graph.input(8, 8, 4);
        SymbolicTensor sum = graph.apply(new Add(), right, convolved);
        SymbolicTensor joined = graph.apply(new Concatenate(), sum, left, right);

        assertRoundTrip(graph.build(3, graph.apply(new Flatten(), joined), sum));
    }

    @Test
    void aModelWhoseArchitectureIsLongerThanAnAttributeCanBeIsReadBack() throws IOException {
        SequentialBuilder deep = Model.sequential().input(4, 4, 2);
        for (int i = 0; i < 120; i++) {
            deep.add(DepthwiseConv2D.of(1)).add(BatchNormalization.defaults());
        }
        Model model = deep.build(4);

        assertRoundTrip(model);

        assertThat(new ModelConfigWriter(model).write().toString()).hasSizeGreaterThan(1 << 16);
    }

    @Test
    void namesWithSlashesAndOtherScriptsAreKept() throws IOException {
        assertRoundTrip(Model.sequential("modèle")
                .input(4)
                .add("block/dense", Dense.of(3))
                .add("密", Dense.of(2))
                .add("block", Dense.of(2))
                .build(5));
    }

    @Test
    void floatsThatAreNoOrdinaryNumbersKeepTheirBits() throws IOException {
        Model model = Model.sequential().input(1).add(Dense.of(3)).build(6);
        float[] odd = {-0.0f, Float.MIN_VALUE, Float.NaN};
        Model changed = model.withWeights(model.weights().map((key, tensor) -> Tensor.of(tensor.shape(), odd)));

        assertRoundTrip(changed);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        KerasFormat.H5.write(Layers.mnist(), null, folder.resolve("one.h5"));
        KerasFormat.H5.write(Layers.mnist(), null, folder.resolve("two.h5"));

        assertThat(folder.resolve("one.h5")).hasSameBinaryContentAs(folder.resolve("two.h5"));
    }

    @Test
    void provenanceTravelsInTheFile() throws IOException {
        Path file = folder.resolve("model.h5");
        Provenance provenance = Provenance.here("train épochs=1", "mnist", 42L, List.of());

        KerasFormat.H5.write(Layers.mnist(), provenance, file);

        assertThat(HdfSource.read(file).text(KerasAttributes.PROVENANCE)).contains(provenance.toJson());
        assertThat(provenance(file)).contains(provenance);
    }

    @Test
    void aFileWithoutProvenanceHasNone() throws IOException {
        Path file = folder.resolve("model.h5");
        KerasFormat.H5.write(Layers.mnist(), null, file);

        assertThat(provenance(file)).isEmpty();
    }

    private static Optional<Provenance> provenance(Path file) throws IOException {
        try (ModelSource source = ModelSource.open(file)) {
            return KerasFormat.H5.read(source, ReadOptions.NONE).provenance();
        }
    }

    @Test
    void theMnistModelTakesLittleMoreThanItsWeights() throws IOException {
        Path file = folder.resolve("baseline.h5");

        KerasFormat.H5.write(Layers.mnist(), null, file);

        // 20,410 weights are 81,640 bytes; Keras's own file has 98,928.
        assertThat(Files.size(file)).isBetween(81_640L, 88_000L);
    }

    private void assertRoundTrip(Model model) throws IOException {
        Path file = folder.resolve("model.h5");

        KerasFormat.H5.write(model, null, file);
        Model read = KerasFiles.read(file);

        assertThat(read.name()).isEqualTo(model.name());
        assertThat(read.topology()).isEqualTo(model.topology());
        assertThat(read.nodes()).isEqualTo(model.nodes());
        assertThat(read.outputs()).isEqualTo(model.outputs());
        assertThat(read.inputs()).isEqualTo(model.inputs());
        assertThat(read.weights()).isEqualTo(model.weights());
    }
}
