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
import org.jspecify.annotations.Nullable;

/**
 * Where an artifact comes from; travels inside the file and in the report beside it.
 *
 * <p>It holds no clock time: the same work gives the same bytes.
 *
 * @param espalier the version of Espalier that made it
 * @param recipe what was done, in words of the recipe, such as {@code train epochs=1 batch=128}
 * @param dataset the name of the data set it was trained or calibrated on, if any
 * @param seed of everything random, if anything was
 * @param preprocessing what was done to bytes before the model saw them; null where that is not known, and then they were scaled to 0..1
 * @param java the version of Java, since mathematics may differ in the last bit
 * @param platform operating system and processor, such as {@code linux-amd64}
 * @param parents SHA-256 of the files it was made from, as {@code name sha256}
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
    public Provenance {
        parents = List.copyOf(parents);
    }

    /** Provenance of something made here and now. */
    public static Provenance here(String recipe, @Nullable String dataset, @Nullable Long seed, List<String> parents) {
        String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
        return new Provenance(
                EspalierVersion.current(),
                recipe,
                dataset,
                seed,
                null,
                System.getProperty("java.version"),
                platform.toLowerCase(Locale.ROOT).replace(' ', '-'),
                parents);
    }

    /**
     * How the parents of a provenance name a file: by its name and its SHA-256.
     *
     * @throws IOException if it cannot be read
     */
    public static String parent(Path file) throws IOException {
        return parent(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** The same of a file's name and content. */
    public static String parent(String fileName, ByteBuffer content) {
        return fileName + " " + Sha256.of(content);
    }

    /** The same with another preprocessing. */
    public Provenance withPreprocessing(@Nullable Preprocessing known) {
        return new Provenance(espalier, recipe, dataset, seed, known, java, platform, parents);
    }

    /** The same with another description of what was done. */
    public Provenance withRecipe(String words) {
        return new Provenance(espalier, words, dataset, seed, preprocessing, java, platform, parents);
    }

    /**
     * Reads what {@link #toJson} wrote, by this version or another: what is not known here is left out.
     *
     * @throws IllegalArgumentException if it is no JSON, or lacks what every provenance has
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

    /** One line of JSON. */
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
