// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasH5BadInputTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.h5");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertRefused("no such file", "check the path");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Files.createFile(file);

        assertRefused("is empty", "save the model again");
    }

    @Test
    void aFileThatIsNoHdf5IsRefused() throws IOException {
        Files.writeString(file, "PK, a zip perhaps");

        assertRefused("not an HDF5 file", "model.save(\"model.h5\")");
    }

    @Test
    void aFileWithoutModelConfigIsRefused() throws IOException {
        HdfGroup root = new HdfGroup();
        root.group("dense").put("weight_names", List.of());
        HdfWriter.write(root, file);

        assertRefused("missing attribute 'model_config'", "weights only");
    }

    @Test
    void aModelConfigThatIsNoJsonIsRefused() throws IOException {
        HdfGroup root = new HdfGroup();
        root.put("model_config", "{\"class_name\": ");
        HdfWriter.write(root, file);

        assertRefused("'model_config' is not valid JSON", "save the model again");
    }

    @Test
    void anArchitectureWithoutWeightsIsRefused() throws IOException {
        HdfGroup root = new HdfGroup();
        root.put("model_config", new ModelConfigWriter(dense()).write().toString());
        HdfWriter.write(root, file);

        assertRefused("missing group 'model_weights'", "save the whole model");
    }

    @Test
    void aLayerWithoutItsWeightsIsRefused() throws IOException {
        HdfGroup root = withoutWeights();
        root.group("model_weights");
        HdfWriter.write(root, file);

        assertRefused("layer 'dense' (Dense)", "contains the weights []", "[kernel, bias]");
    }

    @Test
    void aListedWeightThatIsNotThereIsRefused() throws IOException {
        HdfGroup root = withoutWeights();
        root.group("model_weights/dense").put("weight_names", List.of("dense/kernel:0", "dense/bias:0"));
        HdfWriter.write(root, file);

        assertRefused("layer 'dense' (Dense)", "'dense/kernel:0'", "no such data set");
    }

    @Test
    void aWeightOfAnotherShapeIsRefusedWithBothShapes() throws IOException {
        HdfGroup root = withoutWeights();
        HdfGroup layer = root.group("model_weights/dense");
        layer.put("weight_names", List.of("dense/kernel:0", "dense/bias:0"));
        layer.dataset("dense/kernel:0", Tensor.filled(Shape.of(3, 2), 1));
        layer.dataset("dense/bias:0", Tensor.filled(Shape.of(3), 1));
        HdfWriter.write(root, file);

        assertRefused("layer 'dense' (Dense)", "'dense/kernel:0' has shape (3, 2)", "needs (2, 3)");
    }

    @Test
    void weightsAreMatchedByOrderWhateverTheirNames() throws IOException {
        HdfGroup root = withoutWeights();
        HdfGroup layer = root.group("model_weights/dense");
        layer.put("weight_names0", List.of("tower/dense_7/w:0"));
        layer.put("weight_names1", List.of("tower/dense_7/b:0"));
        layer.dataset("tower/dense_7/w:0", Tensor.filled(Shape.of(2, 3), 1));
        layer.dataset("tower/dense_7/b:0", Tensor.filled(Shape.of(3), 2));
        HdfWriter.write(root, file);

        Model model = KerasFiles.read(file);

        assertThat(model.weights().get("dense", "kernel")).isEqualTo(Tensor.filled(Shape.of(2, 3), 1));
        assertThat(model.weights().get("dense", "bias")).isEqualTo(Tensor.filled(Shape.of(3), 2));
    }

    @Test
    void aFileCutShortAnywhereIsRefused() throws IOException {
        KerasFormat.H5.write(Layers.mnist(), null, file);
        byte[] whole = Files.readAllBytes(file);

        for (int length = 8; length < whole.length; length += 2999) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertRefused("is damaged or truncated");
        }
    }

    @Test
    void aFileWithWrongBytesIsReadOrRefusedButNeverAnythingElse() throws IOException {
        KerasFormat.H5.write(dense(), null, file);
        byte[] whole = Files.readAllBytes(file);
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);

        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] wrong = whole.clone();
            int place = random.nextInt(wrong.length);
            wrong[place] = (byte) random.nextInt(256);
            Files.write(file, wrong);
            try {
                KerasFiles.read(file);
            } catch (ModelFormatException e) {
                refused++;
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", byte " + place + " set to " + wrong[place], e);
            }
        }

        assertThat(refused).as("refused of 300, seed " + seed).isPositive();
    }

    @Test
    void aFileWhoseFirstByteMakesItLookLikeJsonIsRefused() throws IOException {
        KerasFormat.H5.write(dense(), null, file);
        byte[] wrong = Files.readAllBytes(file);
        wrong[0] = '{';
        Files.write(file, wrong);

        assertRefused("not JSON");
    }

    @Test
    void whereWritingFailsTheFileThatWasThereStays() throws IOException {
        Files.writeString(file, "what was there");
        Model model = Model.sequential().input(2).add("/", Dense.of(3)).build(1);

        assertThatThrownBy(() -> KerasFormat.H5.write(model, null, file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("rename the layer");

        assertThat(file).hasContent("what was there");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aModelWithMoreNamesThanAnAttributeHoldsIsRefused() throws IOException {
        SequentialBuilder wide = Model.sequential().input(1);
        for (int i = 0; i < 700; i++) {
            wide.add("a".repeat(96) + i, Dense.of(1));
        }

        assertThatThrownBy(() -> KerasFormat.H5.write(wide.build(1), null, file))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("65535", "shorter names");

        assertThat(file).doesNotExist();
    }

    private static Model dense() {
        return Model.sequential().input(2).add("dense", Dense.of(3)).build(1);
    }

    private static HdfGroup withoutWeights() {
        HdfGroup root = new HdfGroup();
        root.put("model_config", new ModelConfigWriter(dense()).write().toString());
        return root;
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(parts);
    }
}
