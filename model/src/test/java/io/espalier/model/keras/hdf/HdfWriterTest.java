// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.keras.H5Structure;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.keras.Layers;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfWriterTest {
    @TempDir
    private Path folder;

    @Test
    void textsOfAnyLengthAndListsOfTextsAreReadBack() throws IOException {
        Path file = folder.resolve("texts.h5");
        HdfGroup root = new HdfGroup();
        root.put("long", "é".repeat(200_000));
        root.put("none", "");
        root.group("a/b").put("names", List.of("x", "longer", "ünlike"));
        root.group("a").put("empty", List.of());

        HdfWriter.write(root, file);

        HdfSource source = HdfSource.read(file);
        assertThat(source.text("long")).contains("é".repeat(200_000));
        assertThat(source.text("none")).contains("");
        assertThat(source.texts("a/b", "names")).containsExactly("x", "longer", "ünlike");
        assertThat(source.texts("a", "empty")).isEmpty();
    }

    @Test
    void tensorsOfEveryRankAreReadBack() throws IOException {
        Path file = folder.resolve("tensors.h5");
        List<Tensor> tensors = List.of(
                Tensor.of(Shape.of(), 1.5f),
                Tensor.of(Shape.of(2), 1, 2),
                Tensor.of(Shape.of(1, 2, 1, 2), 1, 2, 3, 4),
                Tensor.filled(Shape.of(600, 1000), 3));
        HdfGroup root = new HdfGroup();
        for (Tensor tensor : tensors) {
            root.dataset("deep/rank" + tensor.shape().rank(), tensor);
        }

        HdfWriter.write(root, file);

        HdfSource source = HdfSource.read(file);
        for (Tensor tensor : tensors) {
            assertThat(source.tensor("deep/rank" + tensor.shape().rank())).contains(tensor);
        }
    }

    @Test
    void aModelHasTheGroupsAndAttributesOfKeras() throws IOException {
        Path file = folder.resolve("model.h5");
        KerasFormat.H5.write(Layers.mnist(), null, file);

        Map<String, String> fields = H5Structure.of(file);

        assertThat(fields)
                .containsKeys("/@model_config", "/@keras_version", "/@backend", "/model_weights/max_pooling2d/")
                .containsEntry("config:/class_name", "\"Sequential\"");
        assertThat(fields.get("/model_weights/conv2d/@weight_names")).endsWith("[conv2d/kernel:0, conv2d/bias:0]");
        assertThat(fields.get("/model_weights/conv2d/conv2d/kernel:0")).startsWith("1:float[3, 3, 1, 12] ");
        assertThat(HdfSource.read(file).tensor("model_weights/dense/dense/bias:0"))
                .contains(Tensor.filled(Shape.of(10), 0));
    }

    @Test
    @Tag("conformance")
    void hdf5sOwnToolReadsAModelThatWeWrote() throws IOException, InterruptedException {
        Path file = folder.resolve("model.h5");
        KerasFormat.H5.write(Layers.mnist(), null, file);

        String dump = h5dump(file, "-A");
        String bias = h5dump(file, "-y", "-w", "0", "-d", "/model_weights/dense/dense/bias:0");

        assertThat(dump)
                .contains("ATTRIBUTE \"model_config\"", "{\"class_name\":\"Sequential\",")
                .contains("\"conv2d/kernel:0\", \"conv2d/bias:0")
                .contains("\"dense\\000\\000", "\"max_pooling2d\"")
                .contains("DATASPACE  SIMPLE { ( 3, 3, 1, 12 ) / ( 3, 3, 1, 12 ) }");
        assertThat(bias).contains("H5T_IEEE_F32LE", "0, 0, 0, 0, 0, 0, 0, 0, 0, 0");
    }

    private static String h5dump(Path file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("h5dump"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
