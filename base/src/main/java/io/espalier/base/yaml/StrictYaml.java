// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.base.RecipeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * YAML that is bound to records and refuses what it does not know: keys are in snake case, none is repeated, none is unknown, enums are in
 * any case, and numbers are never rounded. An error says where, and the nearest known name; all errors of a text are told at once.
 */
public final class StrictYaml {
    private final YAMLMapper mapper;
    private final Set<Class<?>> upperCaseEnums;
    private final Map<String, JsonNode> standIns;

    /**
     * Reads a file as text and parses it. Errors name the file.
     *
     * @throws RecipeException if it is not UTF-8 text, or the parser throws one
     */
    public static <T> T readFile(Path file, Function<String, T> parser) throws IOException {
        if (Files.isDirectory(file)) {
            throw new RecipeException(file + ": this is a folder; a recipe is a .yaml file");
        }
        try {
            return parser.apply(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new RecipeException(file + ": not a UTF-8 text file");
        } catch (RecipeException e) {
            throw e.in(file.toString());
        }
    }

    /**
     * A reader and writer of documents.
     *
     * @param upperCaseEnums enums whose constants messages spell as they are declared; all others are spelled in lower case
     */
    public StrictYaml(Set<Class<?>> upperCaseEnums) {
        this(upperCaseEnums, Map.of());
    }

    /**
     * A reader and writer of documents.
     *
     * @param standIns values for keys that nothing around them can be read without: where one has a wrong value, this stands in for it while other
     *     mistakes are looked for
     */
    public StrictYaml(Set<Class<?>> upperCaseEnums, Map<String, JsonNode> standIns) {
        this.upperCaseEnums = Set.copyOf(upperCaseEnums);
        this.standIns = Map.copyOf(standIns);
        this.mapper = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
                .addModule(StrictScalars.module())
                .addModule(new SimpleModule("espalier-numbers")
                        .addSerializer(Float.class, new PlainNumber<>())
                        .addSerializer(Float.TYPE, new PlainNumber<>())
                        .addSerializer(Double.class, new PlainNumber<>())
                        .addSerializer(Double.TYPE, new PlainNumber<>()))
                .build();
    }

    /**
     * Binds a text to a type, and makes of that what is wanted.
     *
     * @param made of the document, which is null if the text is empty
     * @throws RecipeException if it is not valid; with everything that is wrong, each with line, column and, where there is one, the
     *     nearest known name
     */
    public <T, R> R read(String text, Class<T> type, Function<@Nullable T, R> made) {
        YamlPlaces places = YamlPlaces.of(text);
        String yaml = places.withoutNonNumbers(text);
        try {
            return made.apply(places.isEmpty() ? null : mapper.readValue(yaml, type));
        } catch (JsonProcessingException | RecipeException first) {
            throw new YamlMistakes(places, upperCaseEnums, standIns)
                    .all(first, tree(yaml), cut -> made.apply(mapper.treeToValue(cut, type)));
        }
    }

    private JsonNode tree(String yaml) {
        try {
            return mapper.readTree(yaml);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // what cannot be read even so has one mistake
        }
    }

    /** A document as text, with a line for each value that is set. */
    public String write(Object document) {
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe's document can be written", e);
        }
    }

    /** A document as a tree. */
    public JsonNode tree(Object document) {
        return tree(write(document));
    }

    /**
     * The outermost keys of a text, in order; empty if it is not a mapping.
     *
     * @throws RecipeException if it is not YAML
     */
    public static List<String> keys(String yaml) {
        return YamlPlaces.of(yaml).keys();
    }

    /** Writes numbers as people do: 0.0005 and 4, not 5.0E-4 and 4.0. */
    private static final class PlainNumber<T extends Number> extends JsonSerializer<T> {
        @Override
        public void serialize(T number, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(
                    new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
        }
    }
}
