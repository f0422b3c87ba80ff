// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.keras.config.Keras3Paths;
import io.espalier.model.keras.config.KerasOrder;
import io.espalier.model.keras.config.WritableModel;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.keras.versions.Keras3Config;
import io.espalier.model.tensor.WeightSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model as Keras 3 does: a zip archive of {@code metadata.json}, {@code config.json} and {@code model.weights.h5}, none of them
 * compressed. It holds no clock time, so the same model gives the same bytes.
 */
final class Keras3File {
    /** Midnight of the first day that a zip archive can name. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Keras3File() {}

    static void write(Model given, @Nullable Provenance provenance, Path file) throws IOException {
        Model model = WritableModel.ofKeras3(given);
        byte[] config = bytes(Keras3Config.of(model));
        byte[] metadata = bytes(metadata(model, provenance));
        HdfGroup weights = weights(model);
        AtomicFile.write(file, temporary -> {
            Path folder = temporary.toAbsolutePath().getParent();
            Path stored = Files.createTempFile(folder, ".weights.", ".tmp");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temporary))) {
                HdfWriter.write(weights, stored);
                put(zip, KerasArchive.METADATA, metadata);
                put(zip, KerasArchive.CONFIG, config);
                put(zip, stored);
            } finally {
                Files.deleteIfExists(stored);
            }
        });
    }

    private static ObjectNode metadata(Model model, @Nullable Provenance provenance) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put(KerasAttributes.KERAS_VERSION, "3.4.1");
        if (provenance != null) {
            metadata.put(KerasAttributes.PROVENANCE, provenance.toJson());
        }
        StoredKnowledge.write(model).forEach(metadata::put);
        return metadata;
    }

    private static HdfGroup weights(Model model) {
        HdfGroup root = new HdfGroup();
        root.group("vars");
        boolean isSequential = model.topology() == Model.Topology.SEQUENTIAL;
        Map<String, Integer> counts = new HashMap<>();
        for (Node node : KerasOrder.of(model)) {
            if (isSequential && node.equals(model.nodes().get(0))) {
                // Keras does not count the input of a Sequential model among its layers.
                continue;
            }
            String kind = Keras3Paths.snakeCase(node.layer().kind());
            int count = counts.merge(kind, 1, Integer::sum) - 1;
            String path = Keras3Paths.CONTAINERS.get(0) + "/" + kind + (count == 0 ? "" : "_" + count);
            putWeights(root.group(path), model, node);
        }
        return root;
    }

    private static void putWeights(HdfGroup layer, Model model, Node node) {
        layer.group("vars");
        List<WeightSpec> weights = Keras3Paths.trainedFirst(model.weightSpecs(node));
        List<String> parts = Keras3Paths.parts(node.layer().kind());
        int each = weights.size() / parts.size();
        for (int i = 0; i < weights.size(); i++) {
            layer.dataset(
                    parts.get(i / each) + "vars/" + i % each,
                    model.weights().get(node.weightKey(weights.get(i).name())));
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        zip.putNextEntry(entry(name, content.length, sum.getValue()));
        zip.write(content);
        zip.closeEntry();
    }

    private static void put(ZipOutputStream zip, Path weights) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(weights), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        zip.putNextEntry(entry(KerasArchive.WEIGHTS, Files.size(weights), sum.getValue()));
        Files.copy(weights, zip);
        zip.closeEntry();
    }

    private static ZipEntry entry(String name, long bytes, long sum) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes);
        entry.setCrc(sum);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }
}
