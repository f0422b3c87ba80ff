// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The weights of a model.json: its {@code weightsManifest}, and the files that lie beside it. */
public final class WeightsFolder {
    private static final String AGAIN = "; the folder is incomplete or was changed: copy or save the model again";

    private final Path json;
    private final Set<String> names = new HashSet<>();

    private WeightsFolder(Path json) {
        this.json = json;
    }

    /**
     * Reads all weights.
     *
     * @param json the file that the manifest stands in; paths are relative to its folder
     * @param manifest its {@code weightsManifest}
     * @throws ModelFormatException if the manifest is damaged or names a file elsewhere, or a file is missing or of another length
     * @throws IOException if a file is there but cannot be read
     */
    public static List<NamedWeight> read(Path json, JsonNode manifest) throws IOException {
        if (!manifest.isArray()) {
            throw new ModelFormatException(json, "'weightsManifest' is no list of groups" + AGAIN);
        }
        WeightsFolder folder = new WeightsFolder(json);
        List<NamedWeight> weights = new ArrayList<>();
        for (JsonNode group : manifest) {
            folder.read(group, weights);
        }
        return weights;
    }

    /** The files that a manifest names, in order. */
    static List<Path> files(Path json, JsonNode manifest) {
        WeightsFolder folder = new WeightsFolder(json);
        List<Path> files = new ArrayList<>();
        for (JsonNode group : manifest) {
            group.path("paths").forEach(path -> files.add(folder.file(path)));
        }
        return files;
    }

    private void read(JsonNode group, List<NamedWeight> weights) throws IOException {
        List<Path> files = new ArrayList<>();
        for (JsonNode path : group.path("paths")) {
            files.add(file(path));
        }
        ByteBuffer bytes = content(files);
        for (JsonNode entry : group.path("weights")) {
            weights.add(weight(entry, bytes, files));
        }
        if (bytes.hasRemaining()) {
            throw new ModelFormatException(
                    json,
                    "the weights of a group take " + bytes.position() + " bytes, but its files have " + bytes.limit()
                            + ": " + lengths(files) + AGAIN);
        }
    }

    private Path file(JsonNode path) {
        String text = path.asText();
        boolean leaves = text.isEmpty()
                || text.startsWith("/")
                || text.contains("\\")
                || text.contains(":")
                || text.indexOf('\0') >= 0
                || List.of(text.split("/", -1)).contains("..");
        if (!path.isTextual() || leaves) {
            throw new ModelFormatException(
                    json,
                    "the manifest names the file " + path + ", which is not in the folder of the model; put the file"
                            + " beside model.json, and its name alone into the manifest");
        }
        return json.resolveSibling(text);
    }

    private ByteBuffer content(List<Path> files) throws IOException {
        long length = 0;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ModelFormatException(json, "the weights in " + file.getFileName() + " are missing" + AGAIN);
            }
            length += Files.size(file);
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(json, "the weights are larger than 2 GB; only smaller models are supported");
        }
        ByteBuffer content = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        for (Path file : files) {
            byte[] part = Files.readAllBytes(file);
            if (part.length > content.remaining()) {
                throw new ModelFormatException(json, file.getFileName() + " grew while it was read; try again");
            }
            content.put(part);
        }
        return content.flip();
    }

    private NamedWeight weight(JsonNode entry, ByteBuffer bytes, List<Path> files) throws IOException {
        String name = entry.path("name").asText();
        if (name.isEmpty() || !names.add(name)) {
            throw new ModelFormatException(
                    json,
                    (name.isEmpty() ? "a weight has no name" : "two weights have the name '" + name + "'") + AGAIN);
        }
        Shape shape = shape(name, entry.path("shape"));
        String type = entry.path("dtype").asText();
        Optional<NamedWeight.Quantization> stored = quantization(name, type, entry.path("quantization"));
        long length = type.equals("string")
                ? lengthOfTexts(bytes, shape.elements())
                : (long) shape.elements()
                        * size(name, stored.map(NamedWeight.Quantization::type).orElse(type));
        if (length > bytes.remaining()) {
            throw new ModelFormatException(
                    json,
                    "weight '" + name + "' of shape " + shape + " needs " + length + " bytes, but " + bytes.remaining()
                            + " are left in its files: " + lengths(files) + AGAIN);
        }
        ByteBuffer own = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) length);
        Optional<String> group = Optional.ofNullable(entry.get("group")).map(JsonNode::asText);
        return new NamedWeight(json, name, shape, type, stored, group, own);
    }

    private Shape shape(String name, JsonNode sizes) {
        List<Integer> dimensions = new ArrayList<>();
        long elements = 1;
        for (JsonNode size : sizes) {
            elements *= size.asLong(-1);
            if (!size.canConvertToInt() || size.asInt() < 1 || elements > Integer.MAX_VALUE) {
                throw new ModelFormatException(
                        json, "weight '" + name + "' has the shape " + sizes + ", which cannot be" + AGAIN);
            }
            dimensions.add(size.asInt());
        }
        return new Shape(dimensions);
    }

    private Optional<NamedWeight.Quantization> quantization(String name, String type, JsonNode stored) {
        if (stored.isMissingNode() || stored.isNull()) {
            return Optional.empty();
        }
        String kind = stored.path("dtype").asText();
        if (kind.equals("float16") && type.equals("float32")) {
            return Optional.of(new NamedWeight.Quantization(kind, 1, 0));
        }
        boolean isInteger = kind.equals("uint8") || kind.equals("uint16");
        if (!isInteger || !(type.equals("float32") || type.equals("int32"))) {
            throw new ModelFormatException(
                    json,
                    "weight '" + name + "' is stored as '" + kind + "' for " + type
                            + "; TensorFlow.js knows uint8, uint16 and, for float32, float16");
        }
        JsonNode scale = stored.path("scale");
        JsonNode min = stored.path("min");
        if (!scale.isNumber() || !min.isNumber()) {
            throw new ModelFormatException(
                    json,
                    "weight '" + name + "' is stored as " + kind + " with scale " + scale + " and min " + min
                            + "; each must be one number");
        }
        return Optional.of(new NamedWeight.Quantization(kind, scale.doubleValue(), min.doubleValue()));
    }

    private int size(String name, String type) {
        return switch (type) {
            case "float32", "int32" -> 4;
            case "float16", "uint16" -> 2;
            case "uint8", "bool" -> 1;
            case "complex64" -> 8;
            default ->
                throw new ModelFormatException(
                        json, "weight '" + name + "' is of type '" + type + "', which TensorFlow.js does not have");
        };
    }

    // Each text behind its length; what is longer than the file is more than remains.
    private static long lengthOfTexts(ByteBuffer bytes, int count) {
        long length = 0;
        for (int i = 0; i < count; i++) {
            long place = bytes.position() + length;
            if (place + Integer.BYTES > bytes.limit()) {
                return Long.MAX_VALUE;
            }
            length += Integer.BYTES + Integer.toUnsignedLong(bytes.getInt((int) place));
        }
        return length;
    }

    /** The files with their lengths; where all but the last should be as long as the first, the one that is not is named. */
    private static String lengths(List<Path> files) throws IOException {
        List<String> described = new ArrayList<>();
        for (Path file : files) {
            described.add(file.getFileName() + " (" + Files.size(file) + ")");
        }
        for (int i = 1; i < files.size() - 1; i++) {
            if (Files.size(files.get(i)) != Files.size(files.get(0))) {
                return described.get(i) + " differs from " + described.get(0);
            }
        }
        return described.stream().limit(5).collect(Collectors.joining(", ")) + (described.size() > 5 ? ", ..." : "");
    }
}
