// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The YAML that recipes are written in: keys in snake case, none twice and none that is not known, enums in any case. Reads and writes
 * {@link Recipe}s wherever one stands in a larger document, and says of what it cannot read the line and what was probably meant.
 */
public final class RecipeYaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
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
            .addModule(new SimpleModule("espalier-recipes")
                    .addDeserializer(Recipe.class, new RecipeReader())
                    .addSerializer(Recipe.class, new RecipeWriter())
                    .addSerializer(Float.class, new PlainNumber<>())
                    .addSerializer(Float.TYPE, new PlainNumber<>())
                    .addSerializer(Double.class, new PlainNumber<>())
                    .addSerializer(Double.TYPE, new PlainNumber<>()))
            .build();

    private RecipeYaml() {}

    /**
     * The document that a text is, bound as Jackson binds.
     *
     * @return null if the text says nothing
     * @throws RecipeException if it is none, with the line and what was probably meant
     */
    public static <T> @Nullable T read(String yaml, Class<T> type) {
        YamlPlaces places = YamlPlaces.of(yaml);
        try {
            return places.isEmpty() ? null : MAPPER.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            throw YamlMistake.in(places, e);
        }
    }

    /**
     * The keys that a text has outermost, in order; none if it is not made of keys.
     *
     * @throws RecipeException if it is no YAML
     */
    public static List<String> keys(String yaml) {
        return YamlPlaces.of(yaml).keys();
    }

    /** A refusal of what a text says, with the line of its key where it is known to be about one of the outermost. */
    public static RecipeException located(String yaml, RecipeException refusal) {
        List<JsonMappingException.Reference> place = refusal.place();
        return place.isEmpty()
                ? refusal
                : new RecipeException("line " + YamlPlaces.of(yaml).line(place) + ": " + refusal.getMessage());
    }

    /** A document as text, with a line for each value that is there. */
    public static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe's document can be written", e);
        }
    }

    /** Binds to the document first, whose keys the errors name. */
    private static final class RecipeReader extends JsonDeserializer<Recipe> {
        @Override
        public Recipe deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            @Nullable RecipeDocument document = context.readValue(parser, RecipeDocument.class);
            try {
                if (document == null) {
                    throw RecipeDocument.saysNothing();
                }
                Recipe recipe = document.recipe();
                recipe.check();
                return recipe;
            } catch (RecipeException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
        }
    }

    /** As people write them: 0.0005 and 4, not 5.0E-4 and 4.0. */
    private static final class PlainNumber<T extends Number> extends JsonSerializer<T> {
        @Override
        public void serialize(T number, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(
                    new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
        }
    }

    private static final class RecipeWriter extends JsonSerializer<Recipe> {
        @Override
        public void serialize(Recipe recipe, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writePOJO(RecipeDocument.of(recipe));
        }
    }
}
