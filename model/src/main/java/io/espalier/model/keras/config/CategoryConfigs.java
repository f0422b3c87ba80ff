// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.IntegerLookup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that make categories of numbers. */
final class CategoryConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(CategoryEncoding.class, CategoryConfigs::encoding, CategoryConfigs::write),
            ComposedRow.of(Discretization.class, CategoryConfigs::discretization, CategoryConfigs::write),
            ComposedRow.of(IntegerLookup.class, CategoryConfigs::lookup, CategoryConfigs::write));

    /** Names that Keras no longer writes. */
    private static final Map<String, String> OLDER = Map.of("binary", "multi_hot");

    /** Why TFLite has none of them. */
    private static final Map<String, String> HAVE_NO_FORM = Map.of(
            "Hashing", "it hashes the digits of numbers (FarmHash, SipHash), for which TFLite has no operator",
            "HashedCrossing", "it hashes texts (FarmHash, SipHash), for which TFLite has no operator",
            "StringLookup", "it takes texts, and models here take numbers",
            "TextVectorization", "it takes texts, and models here take numbers");

    private CategoryConfigs() {}

    /** Why a layer of a class is not supported, if there is more to say than that. */
    static Optional<String> reason(String className) {
        return Optional.ofNullable(HAVE_NO_FORM.get(className))
                .map(reason -> "this layer is not supported: " + reason + "; apply it to the data before the model");
    }

    private static CategoryOutput output(LayerConfig config) {
        config.only("sparse", false);
        String name = config.text("output_mode");
        for (CategoryOutput output : CategoryOutput.values()) {
            if (output.kerasName().equals(OLDER.getOrDefault(name, name))) {
                return output;
            }
        }
        throw config.error("'output_mode' is '" + name + "'; supported: int, one_hot, multi_hot, count");
    }

    private static CategoryEncoding encoding(LayerConfig config) {
        String setting = config.has("max_tokens") ? "max_tokens" : "num_tokens";
        return new CategoryEncoding(config.integer(setting), output(config));
    }

    private static void write(CategoryEncoding layer, ObjectNode config) {
        config.put("num_tokens", layer.tokens());
        put(config, layer.output());
    }

    private static void put(ObjectNode config, CategoryOutput output) {
        config.put("output_mode", output.kerasName()).put("sparse", false);
    }

    private static Discretization discretization(LayerConfig config) {
        // They say how boundaries are found.
        config.setting("num_bins");
        config.setting("epsilon");
        String setting = config.has("bins") ? "bins" : "bin_boundaries";
        JsonNode boundaries = config.setting(setting);
        if (!boundaries.isArray() || boundaries.isEmpty()) {
            throw config.error("has no 'bin_boundaries': they were found by adapt(), and the file does not contain"
                    + " them; give the layer its bin_boundaries in Keras and save the model again");
        }
        List<Float> numbers = new ArrayList<>();
        for (JsonNode boundary : boundaries) {
            if (!boundary.isNumber()) {
                throw config.error("'" + setting + "' is " + boundaries + "; expected numbers");
            }
            numbers.add(boundary.floatValue());
        }
        return new Discretization(numbers, output(config));
    }

    private static void write(Discretization layer, ObjectNode config) {
        ArrayNode boundaries = config.putArray("bin_boundaries");
        layer.boundaries().forEach(boundaries::add);
        config.putNull("num_bins").put("epsilon", 0.01);
        put(config, layer.output());
    }

    private static IntegerLookup lookup(LayerConfig config) {
        config.only("invert", false);
        config.only("oov_method", "floormod");
        config.only("vocabulary_dtype", "int64");
        config.only("idf_weights", "");
        // Known from the others.
        config.setting("vocabulary_size");
        config.setting("has_input_vocabulary");
        int unknown = config.setting("oov_token").asInt(-1);
        int outside = config.integer("num_oov_indices");
        CategoryOutput output = output(config);
        Optional<Integer> mask =
                config.has("mask_token") ? Optional.of(config.integer("mask_token")) : Optional.empty();
        boolean isPadded = config.flag("pad_to_max_tokens", false);
        int most = config.has("max_tokens") ? config.integer("max_tokens") : 0;
        List<Integer> first = new ArrayList<>();
        if (output == CategoryOutput.INT) {
            mask.ifPresent(first::add);
        }
        first.addAll(Collections.nCopies(outside, unknown));
        List<Integer> words = vocabulary(config);
        boolean startsWithThem =
                words.size() >= first.size() && words.subList(0, first.size()).equals(first);
        return new IntegerLookup(
                startsWithThem ? words.subList(first.size(), words.size()) : words,
                outside,
                mask,
                isPadded ? most : 0,
                output);
    }

    private static List<Integer> vocabulary(LayerConfig config) {
        JsonNode vocabulary = config.setting("vocabulary");
        if (!vocabulary.isArray()) {
            throw notStored(config);
        }
        return config.integers("vocabulary");
    }

    private static ModelFormatException notStored(LayerConfig config) {
        return config.error(
                "has no 'vocabulary' among its settings: it was found by adapt(), or is in a file of its own;"
                        + " give the layer its vocabulary as a list in Keras and save the model again");
    }

    private static void write(IntegerLookup layer, ObjectNode config) {
        config.put("invert", false);
        if (layer.depth() == 0) {
            config.putNull("max_tokens");
        } else {
            config.put("max_tokens", layer.depth());
        }
        config.put("num_oov_indices", layer.outside()).put("oov_token", -1);
        layer.mask().ifPresentOrElse(mask -> config.put("mask_token", mask), () -> config.putNull("mask_token"));
        put(config, layer.output());
        config.put("pad_to_max_tokens", layer.depth() > 0).put("vocabulary_dtype", "int64");
        config.putNull("idf_weights");
        ArrayNode vocabulary = config.putArray("vocabulary");
        layer.vocabulary().forEach(vocabulary::add);
    }
}
