// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.base.internal.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The provenance of a file: how it was made. It is stored in the file's metadata and in the report.
 *
 * <p>It contains no time, so that the same work gives the same bytes, and of files and folders only their names, never where they are on this
 * machine.
 *
 * @param espalier the version of Espalier that made the file
 * @param recipe what was done, such as {@code train epochs=1 batch=128}
 * @param dataset the name of the data set of training or calibration; null if there was none
 * @param seed the random seed; null if nothing was random
 * @param preprocessing of the training data; null if not known, which means that bytes were scaled to 0..1
 * @param java the version of Java, since floating-point results may differ in the last bit
 * @param platform operating system and processor, such as {@code linux-amd64}
 * @param parents the files it was made from, as {@code name sha256}
 */
public record Provenance(
        String espalier,
        String recipe,
        @Nullable String dataset,
        @Nullable Long seed,
        @Nullable Preprocessing preprocessing,
        String java,
        String platform,
        List<String> parents) {
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?<![^\\s'\":(])(?:/|[A-Za-z]:[\\\\/])[^\\s'\",;]+");

    public Provenance {
        Objects.requireNonNull(espalier, "espalier");
        Objects.requireNonNull(recipe, "recipe");
        parents = List.copyOf(parents);
    }

    /** The provenance of a file that is made by this process. */
    public static Provenance here(String recipe, @Nullable String dataset, @Nullable Long seed, List<String> parents) {
        String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        return new Provenance(
                EspalierVersion.current(),
                withoutFolders(recipe),
                dataset == null ? null : nameOf(dataset),
                seed,
                null,
                System.getProperty("java.version"),
                platform.toLowerCase(Locale.ROOT).replace(' ', '-'),
                parents);
    }

    /** The name of data in provenance: of a file or folder, the last part of its path. */
    public static String nameOf(String data) {
        String path = data.replaceFirst("[\\\\/]+$", "");
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String withoutFolders(String text) {
        return ABSOLUTE_PATH.matcher(text).replaceAll(path -> Matcher.quoteReplacement(nameOf(path.group())));
    }

    /**
     * The entry of a file in {@link #parents}: its name and its SHA-256.
     *
     * @throws IOException if the file cannot be read
     */
    public static String parent(Path file) throws IOException {
        return parent(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** The entry of a file with this name and content in {@link #parents}. */
    public static String parent(String fileName, ByteBuffer... content) {
        return fileName + " " + Sha256.of(content);
    }

    /** This with another preprocessing. */
    public Provenance withPreprocessing(@Nullable Preprocessing known) {
        return new Provenance(espalier, recipe, dataset, seed, known, java, platform, parents);
    }

    /** This with another description of what was done. */
    public Provenance withRecipe(String words) {
        return new Provenance(espalier, withoutFolders(words), dataset, seed, preprocessing, java, platform, parents);
    }

    /**
     * Parses the JSON of {@link #toJson}, written by this or another version. Unknown fields are ignored.
     *
     * @throws IllegalArgumentException if it is not valid JSON, or a required field is missing
     */
    public static Provenance fromJson(String json) {
        try {
            JsonNode read = JsonTree.parse(json);
            List<String> parents = new ArrayList<>();
            read.path("parents").forEach(parent -> parents.add(parent.asText()));
            return new Provenance(
                    text(read, "espalier"),
                    text(read, "recipe"),
                    read.path("dataset").textValue(),
                    read.path("seed").isIntegralNumber()
                            ? Long.valueOf(read.path("seed").longValue())
                            : null,
                    Preprocessing.fromJson(read.path("preprocessing")),
                    text(read, "java"),
                    text(read, "platform"),
                    parents);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the provenance is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode provenance, String field) {
        String text = provenance.path(field).textValue();
        if (text == null) {
            throw new IllegalArgumentException("the provenance has no text field '" + field + "'");
        }
        return text;
    }

    /** This as one line of JSON. */
    public String toJson() {
        return JsonTree.print(tree());
    }

    /** What is known, by name. */
    @JsonValue
    ObjectNode tree() {
        ObjectNode tree =
                JsonNodeFactory.instance.objectNode().put("espalier", espalier).put("recipe", recipe);
        if (dataset != null) {
            tree.put("dataset", dataset);
        }
        if (seed != null) {
            tree.put("seed", seed);
        }
        if (preprocessing != null) {
            tree.set("preprocessing", preprocessing.tree());
        }
        tree.put("java", java).put("platform", platform);
        if (!parents.isEmpty()) {
            parents.forEach(tree.putArray("parents")::add);
        }
        return tree;
    }
}
