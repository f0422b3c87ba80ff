// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Model;
import io.espalier.model.keras.H5Structure;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.keras.Layers;
import io.espalier.model.layer.Dense;
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

    @Test
    @Tag("conformance")
    void attributesSurviveHdf5sRepacking() throws IOException, InterruptedException {
        Path file = folder.resolve("model.h5");
        Path packed = folder.resolve("packed.h5");
        Model model = Model.sequential()
                .input(2)
                .add("слой", Dense.of(3))
                .add("dense", Dense.of(3))
                .build(1);
        KerasFormat.H5.write(model, null, file);

        run("h5repack", "-f", "GZIP=9", file.toString(), packed.toString());

        assertThat(run("h5diff", "-v", file.toString(), packed.toString())).doesNotContain("1 differences");
        assertThat(h5dump(packed, "-A").lines().filter(line -> line.contains("ATTRIBUTE")))
                .hasSameSizeAs(h5dump(file, "-A")
                        .lines()
                        .filter(line -> line.contains("ATTRIBUTE"))
                        .toList())
                .hasSizeGreaterThan(6);
        assertThat(KerasFiles.read(packed).nodes()).isEqualTo(model.nodes());
        assertThat(KerasFiles.read(packed).weights()).isEqualTo(model.weights());
    }

    @Test
    @Tag("conformance")
    void h5pyReadsAModelThatWeWrote() throws IOException, InterruptedException {
        Path file = folder.resolve("model.h5");
        Model model = Model.sequential().input(2).add("слой", Dense.of(3)).build(1);
        KerasFormat.H5.write(model, null, file);

        String names = run("/usr/bin/python3", "-c", """
                import h5py, sys
                sys.stdout.reconfigure(encoding="utf8")
                layers = h5py.File(sys.argv[1])["model_weights"]
                for layer in layers.attrs["layer_names"]:
                    print(layer.decode("utf8"), [w.decode("utf8") for w in layers[layer].attrs["weight_names"]])
                """, file.toString());

        assertThat(names).contains("слой ['слой/kernel:0', 'слой/bias:0']");
    }

    private static String h5dump(Path file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("h5dump"));
        command.addAll(List.of(options));
        command.add(file.toString());
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
