// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.Provenance;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KerasArchiveTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.keras");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (Model model : List.of(Layers.mnist(), branches())) {
            Provenance provenance = Provenance.here("train", "mnist", 1L, List.of());
            KerasFiles.write(model, provenance, file);

            Model read = KerasFiles.read(file);

            assertThat(read.nodes()).isEqualTo(model.nodes());
            assertThat(read.outputs()).isEqualTo(model.outputs());
            assertThat(read.weights()).isEqualTo(model.weights());
            assertThat(read.topology()).isEqualTo(model.topology());
            try (ModelSource source = ModelSource.open(file)) {
                assertThat(KerasFormat.KERAS.read(source, ReadOptions.NONE).provenance())
                        .contains(provenance);
            }
        }
    }

    @Test
    void everyLayerIsReadBack() throws IOException {
        for (var layer : Layers.all()) {
            Model model = Layers.modelWith(layer);
            KerasFiles.write(model, null, file);

            Model read = KerasFiles.read(file);

            assertThat(read.nodes()).isEqualTo(model.nodes());
            assertThat(read.weights()).isEqualTo(model.weights());
        }
    }

    @Test
    void weightsAreWhereKeras3LooksForThem() throws IOException {
        KerasFiles.write(branches(), null, file);

        HdfSource weights = KerasArchive.open(file).weights(1 << 20);

        assertThat(weights.children("layers"))
                .containsExactlyInAnyOrder(
                        "input_layer", "conv2d", "conv2d_1", "batch_normalization", "add", "flatten", "dense");
        assertThat(weights.children("layers/batch_normalization/vars")).containsExactlyInAnyOrder("0", "1", "2", "3");
        assertThat(weights.children("layers/add/vars")).isEmpty();
        // The one nearer to the input is the first, whatever the order they were made in.
        assertThat(weights.tensor("layers/conv2d/vars/0"))
                .contains(branches().weights().get("early", "kernel"));
        assertThat(weights.contains("vars")).isTrue();
    }

    @Test
    void theConfigHasTheFormOfKeras3() throws IOException {
        KerasFiles.write(branches(), null, file);

        JsonNode config = JSON.readTree(KerasArchive.open(file).config());

        assertThat(config.path("registered_name").asText()).isEqualTo("Functional");
        assertThat(config.path("config").path("input_layers")).hasToString("[\"input\",0,0]");
        JsonNode add = layer(config, "add");
        assertThat(add.path("module").asText()).isEqualTo("keras.layers");
        assertThat(add.path("inbound_nodes").path(0).path("args").path(0)).hasSize(2);
        JsonNode early = layer(config, "early");
        assertThat(early.path("inbound_nodes").path(0).path("args").path(0).path("config"))
                .hasToString("{\"shape\":[null,4,4,2],\"dtype\":\"float32\",\"keras_history\":[\"input\",0,0]}");
        assertThat(early.path("config").path("dtype").path("class_name").asText())
                .isEqualTo("DTypePolicy");
        assertThat(early.path("build_config")).hasToString("{\"input_shape\":[null,4,4,2]}");
        assertThat(layer(config, "batch_normalization")
                        .path("config")
                        .path("axis")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        Path other = folder.resolve("other.keras");
        KerasFiles.write(Layers.mnist(), null, file);
        KerasFiles.write(Layers.mnist(), null, other);

        assertThat(file).hasSameBinaryContentAs(other);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("model.keras", "other.keras");
    }

    @Test
    void weightsOfTensorFlowsKerasAreFoundUnderTheirFormerName() throws IOException {
        KerasFiles.write(branches(), null, file);
        HdfGroup former = new HdfGroup();
        HdfSource weights = KerasArchive.open(file).weights(1 << 20);
        for (String layer : List.of("conv2d", "conv2d_1", "batch_normalization", "dense")) {
            for (String number : weights.children("layers/" + layer + "/vars")) {
                // Versions up to 2.13 counted layers with weights twice.
                String counted = layer.equals("conv2d_1") ? "conv2d_2" : layer;
                former.dataset(
                        "_layer_checkpoint_dependencies/" + counted + "/vars/" + number,
                        weights.tensor("layers/" + layer + "/vars/" + number).orElseThrow());
            }
        }
        Path h5 = folder.resolve("former.weights.h5");
        HdfWriter.write(former, h5);
        replace("model.weights.h5", Files.readAllBytes(h5));

        assertThat(KerasFiles.read(file).weights()).isEqualTo(branches().weights());
        assertThat(KerasWeights.read(h5)
                        .into(branches().withWeights(branches().weights()))
                        .weights())
                .isEqualTo(branches().weights());
    }

    @Test
    void anArchiveCutShortIsRefused() throws IOException {
        KerasFiles.write(Layers.mnist(), null, file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {2, 30, 1000, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> KerasFiles.read(file))
                    .as("cut to " + length)
                    .isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void changedBytesAreReadOrRefused() throws IOException {
        KerasFiles.write(branches(), null, file);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] changed = whole.clone();
            for (int i = 0; i < 4; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, changed);
            try {
                KerasFiles.read(file);
            } catch (ModelFormatException | IOException expected) {
                assertThat(expected).as("seed " + seed).hasMessageContaining("model.keras");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(refused).isBetween(1, 99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config.json", "assets/../../x", "/etc/x", "C:\\x", "assets\\..\\..\\x"})
    void aPathThatLeadsOutOfTheArchiveIsRefused(String path) throws IOException {
        KerasFiles.write(branches(), null, file);
        replace(path, new byte[1]);

        assertRefused("'" + path + "'", "leads out of the archive");
    }

    @Test
    void weightsThatGrowBeyondTheModelAreRefused() throws IOException {
        KerasFiles.write(branches(), null, file);
        replace("model.weights.h5", new byte[80 << 20]);

        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertRefused("'model.weights.h5' needs more than the", "do not trust");
    }

    @Test
    void anArchiveOfSomethingElseIsRefused() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
        }

        assertRefused("no 'config.json'", "model.save(\"model.keras\")");
    }

    @Test
    void aLayerOfPythonCodeIsRefused() throws IOException {
        KerasFiles.write(branches(), null, file);
        String config = KerasArchive.open(file).config();
        replace("config.json", config.replace("\"Flatten\"", "\"Lambda\"").getBytes(StandardCharsets.UTF_8));

        assertRefused("layer 'flatten' (Lambda)", "never runs");
    }

    @Test
    void aWeightOfAnotherShapeIsRefusedWithBothShapes() throws IOException {
        KerasFiles.write(branches(), null, file);
        String config = KerasArchive.open(file).config();
        replace("config.json", config.replace("\"units\":3", "\"units\":5").getBytes(StandardCharsets.UTF_8));

        assertRefused("layer 'dense' (Dense)", "(32, 3)", "(32, 5)");
    }

    private void assertRefused(String... problem) {
        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(problem);
    }

    private static JsonNode layer(JsonNode config, String name) {
        return config.path("config")
                .path("layers")
                .valueStream()
                .filter(layer -> layer.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Puts an entry in the place of that of its name, or beside the others. */
    private void replace(String name, byte[] content) throws IOException {
        Path changed = folder.resolve("changed");
        try (ZipFile old = new ZipFile(file.toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry : old.stream().toList()) {
                if (!entry.getName().equals(name)) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    zip.write(old.getInputStream(entry).readAllBytes());
                }
            }
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Two ways from one input, of which the longer one was made last. */
    private static Model branches() {
        FunctionalBuilder graph = Model.functional("branches");
        SymbolicTensor input = graph.input(4, 4, 2);
        SymbolicTensor late = graph.apply("late", Conv2D.of(2, 1), input);
        SymbolicTensor early = graph.apply("early", Conv2D.of(2, 1), input);
        SymbolicTensor normalized = graph.apply(BatchNormalization.defaults(), early);
        SymbolicTensor sum = graph.apply(new Add(), late, normalized);
        return graph.build(7, graph.apply(Dense.of(3), graph.apply(new Flatten(), sum)));
    }
}
