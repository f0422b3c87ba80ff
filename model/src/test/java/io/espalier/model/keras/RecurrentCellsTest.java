// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RNN around cells, in archives of Keras 3: the layer that computes the same, with the weights of the cells. */
class RecurrentCellsTest {
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);
    private static final List<String> OF_THE_LAYER =
            List.of("name", "trainable", "return_sequences", "return_state", "go_backwards", "stateful", "unroll");

    @TempDir
    private Path folder;

    @Test
    void anRnnAroundACellIsTheLayerOfThatCell() throws IOException {
        for (var layer : List.of(LSTM.of(3), GRU.of(2).withRecurrence(SEQUENCES), SimpleRNN.of(4))) {
            Model model = Model.sequential().input(4, 2).add("r", layer).build(3);
            String kind = layer.kind().toLowerCase(Locale.ROOT).replace("simplernn", "simple_rnn");

            Model read = changed(model, config -> around(config, "r"), Map.of("layers/" + kind + "/", "layers/rnn/"));

            assertThat(read.nodes()).isEqualTo(model.nodes());
            assertThat(read.weights()).isEqualTo(model.weights());
        }
    }

    @Test
    void anRnnAroundSeveralCellsIsAModelOfTheirLayers() throws IOException {
        Model model = Model.sequential()
                .input(4, 2)
                .add("r/cell_0", GRU.of(3).withRecurrence(SEQUENCES))
                .add("r/cell_1", GRU.of(3))
                .build(3);

        Model read = changed(
                model,
                RecurrentCellsTest::stacked,
                Map.of(
                        "layers/gru/cell/",
                        "layers/rnn/cell/cells/gru_cell/",
                        "layers/gru_1/cell/",
                        "layers/rnn/cell/cells/gru_cell_1/"));

        assertThat(read.nodes()).isEqualTo(model.nodes());
        assertThat(read.weights()).isEqualTo(model.weights());
    }

    @Test
    void bothDirectionsMayBeRnnsAroundCells() throws IOException {
        Model model = Model.sequential()
                .input(4, 2)
                .add("b", Bidirectional.of(LSTM.of(3)))
                .build(3);

        Model read = changed(
                model,
                config -> {
                    ObjectNode both = (ObjectNode) layer(config, "b").path("config");
                    both.set("layer", rnn(both.get("layer")));
                    both.remove("backward_layer");
                },
                Map.of());

        assertThat(read.nodes()).isEqualTo(model.nodes());
        assertThat(read.weights()).isEqualTo(model.weights());
    }

    private static void stacked(JsonNode config) {
        ObjectNode first = rnn(layer(config, "r/cell_0"));
        ObjectNode last = rnn(layer(config, "r/cell_1"));
        JsonNode cells = JsonNodeFactory.instance
                .arrayNode()
                .add(first.path("config").path("cell"))
                .add(last.path("config").path("cell"));
        ObjectNode settings = (ObjectNode) last.get("config");
        settings.put("name", "r")
                .putObject("cell")
                .put("class_name", "StackedRNNCells")
                .putObject("config")
                .set("cells", cells);
        ArrayNode layers = (ArrayNode) config.path("config").path("layers");
        layers.remove(2);
        layers.set(1, last);
    }

    private static void around(JsonNode config, String name) {
        ArrayNode layers = (ArrayNode) config.path("config").path("layers");
        layers.set(1, rnn(layer(config, name)));
    }

    /** An RNN around the cell of a layer. */
    private static ObjectNode rnn(JsonNode layer) {
        ObjectNode cell = layer.deepCopy();
        ObjectNode rnn = JsonNodeFactory.instance
                .objectNode()
                .put("module", "keras.layers")
                .put("class_name", "RNN");
        ObjectNode settings = rnn.putObject("config");
        ObjectNode ofCell = (ObjectNode) cell.get("config");
        for (String setting : OF_THE_LAYER) {
            settings.set(setting, ofCell.remove(setting));
        }
        ofCell.remove("time_major");
        cell.put("class_name", layer.path("class_name").textValue() + "Cell");
        settings.set("cell", cell);
        return rnn;
    }

    private static JsonNode layer(JsonNode config, String name) {
        return config.path("config")
                .path("layers")
                .valueStream()
                .filter(layer -> layer.path("config").path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private interface Change {
        void apply(JsonNode config);
    }

    /** A model that was written, and read after its config was changed and its weights were moved. */
    private Model changed(Model model, Change change, Map<String, String> moved) throws IOException {
        Path written = folder.resolve("written.keras");
        KerasFiles.write(model, null, written);
        Path weights = folder.resolve("weights.h5");
        HdfWriter.write(moved(KerasArchive.open(written).weights(1 << 20), "", new HdfGroup(), moved), weights);
        Path file = folder.resolve("changed.keras");
        try (ZipFile old = new ZipFile(written.toFile());
                OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            JsonNode config = new JsonMapper().readTree(old.getInputStream(old.getEntry("config.json")));
            change.apply(config);
            put(zip, "config.json", config.toString().getBytes(StandardCharsets.UTF_8));
            put(
                    zip,
                    "metadata.json",
                    old.getInputStream(old.getEntry("metadata.json")).readAllBytes());
            put(zip, "model.weights.h5", Files.readAllBytes(weights));
        }
        Files.delete(written);
        return KerasFiles.read(file);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    private static HdfGroup moved(HdfSource from, String place, HdfGroup to, Map<String, String> moved) {
        for (String child : from.children(place)) {
            String path = place.isEmpty() ? child : place + "/" + child;
            if (!place.endsWith("vars")) {
                moved(from, path, to, moved);
                continue;
            }
            String target = moved.entrySet().stream()
                    .filter(move -> path.startsWith(move.getKey()))
                    .map(move -> move.getValue() + path.substring(move.getKey().length()))
                    .findFirst()
                    .orElse(path);
            to.dataset(target, from.tensor(path).orElseThrow());
        }
        return to;
    }
}
