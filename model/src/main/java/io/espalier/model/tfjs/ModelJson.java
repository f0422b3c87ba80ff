// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFolder;
import io.espalier.base.internal.Folders;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file model.json of a folder. */
public final class ModelJson {
    /** Its name. */
    public static final String NAME = "model.json";

    /** The entry for what tools add. */
    public static final String METADATA = "userDefinedMetadata";

    /** The entry of {@link #METADATA} that says where a model comes from. */
    static final String PROVENANCE = "espalier_provenance";

    /** The entry that lists its weights. */
    public static final String MANIFEST = "weightsManifest";

    private ModelJson() {}

    /** The model.json of a source that is one, or a folder that holds one. */
    public static Path file(ModelSource source) {
        return source.isFolder() ? source.path().resolve(NAME) : source.path();
    }

    /**
     * What it says that it is: {@code layers-model} or {@code graph-model}. The first versions did not say; their topology tells.
     *
     * @return empty if it is no model of TensorFlow.js
     */
    public static Optional<String> format(ModelSource source) {
        byte[] start = source.start();
        boolean mayBe = source.isFolder() ? source.holds(NAME) : startsWithBrace(start);
        if (!mayBe) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(file(source));
                JsonParser parser = new JsonFactory().createParser(content)) {
            return format(parser);
        } catch (IOException e) {
            return Optional.empty(); // whoever reads the file says what is wrong with it
        }
    }

    /** Where the model comes from, as it was written; empty if the file does not say. */
    public static Optional<String> origin(JsonNode json) {
        return Optional.ofNullable(json.path(METADATA).path(PROVENANCE).textValue());
    }

    /** Says where the model comes from, if that is known. */
    public static void putOrigin(ObjectNode json, @Nullable Provenance provenance) {
        if (provenance != null) {
            json.putObject(METADATA).put(PROVENANCE, provenance.toJson());
        }
    }

    private static boolean startsWithBrace(byte[] start) {
        for (byte each : start) {
            if (each > ' ') {
                return each == '{';
            }
        }
        return false;
    }

    private static Optional<String> format(JsonParser json) throws IOException {
        boolean isLayers = false;
        boolean isGraph = false;
        boolean hasWeights = false;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (field.equals("format") && value == JsonToken.VALUE_STRING) {
                return Optional.of(json.getText());
            }
            hasWeights |= field.equals(MANIFEST);
            if (field.equals("modelTopology") && value == JsonToken.START_OBJECT) {
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    isLayers |= key.equals("model_config") || key.equals("class_name");
                    isGraph |= key.equals("node");
                    json.nextToken();
                    json.skipChildren();
                }
            } else {
                json.skipChildren();
            }
        }
        if (!hasWeights) {
            return Optional.empty();
        }
        if (isLayers) {
            return Optional.of(TfjsLayersFormat.FORMAT);
        }
        return isGraph ? Optional.of("graph-model") : Optional.empty();
    }

    /**
     * Reads the file.
     *
     * @throws ModelFormatException if there is no such file, or it is no JSON
     */
    public static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "no such file; a model of TensorFlow.js is a folder with " + NAME);
        }
        try {
            return JsonTree.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(
                    file, "not JSON: it holds bytes that are no text in UTF-8; copy the file again", e);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    file, "is not valid JSON (" + e.getOriginalMessage() + "); save the model again", e);
        }
    }

    /** Writes a model beside a folder, and then moves it there: the folder has the whole model or none of it. */
    public static void write(Path folder, ObjectNode json, WeightsWriter weights) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || Files.isRegularFile(folder)) {
            throw new IOException(folder + ": cannot write the model: this is no folder");
        }
        Files.createDirectories(parent);
        List<Path> old = oldFiles(folder);
        Path temporary = AtomicFolder.create(folder.toAbsolutePath().normalize());
        try {
            weights.write(temporary);
            Files.writeString(temporary.resolve(NAME), JsonTree.print(json));
            move(temporary, folder, old);
        } finally {
            Folders.delete(temporary);
        }
    }

    private static void move(Path temporary, Path folder, List<Path> old) throws IOException {
        if (!Files.exists(folder)) {
            Files.move(temporary, folder);
            return;
        }
        List<Path> made;
        try (Stream<Path> files = Files.list(temporary)) {
            made = files.sorted((one, other) -> Boolean.compare(one.endsWith(NAME), other.endsWith(NAME)))
                    .toList();
        }
        // Last, model.json: until then the folder has that of the model before.
        List<Path> moved = new ArrayList<>();
        for (Path file : made) {
            Path target = folder.resolve(file.getFileName());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            moved.add(target);
        }
        for (Path file : old) {
            if (!moved.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The weights of the model that a folder holds; none if it holds none, or a damaged one. */
    private static List<Path> oldFiles(Path folder) throws IOException {
        Path json = folder.resolve(NAME);
        try {
            return Files.isRegularFile(json)
                    ? WeightsFolder.files(json, read(json).path(MANIFEST))
                    : List.of();
        } catch (ModelFormatException e) {
            return List.of();
        }
    }
}
