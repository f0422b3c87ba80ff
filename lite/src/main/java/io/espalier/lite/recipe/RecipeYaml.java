// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
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
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The YAML that recipes are written in: keys in snake case, none twice and none that is not known, enums in any case. Reads and writes
 * {@link Recipe}s wherever one stands in a larger document, and says of what it cannot read the line and what was probably meant.
 */
public final class RecipeYaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
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
        try (JsonParser parser = MAPPER.createParser(yaml)) {
            return parser.nextToken() == null ? null : MAPPER.readValue(parser, type);
        } catch (JsonProcessingException e) {
            throw new RecipeException(line(e, yaml) + problem(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can be read", e);
        }
    }

    /** A document as text, with a line for each value that is there. */
    public static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe's document can be written", e);
        }
    }

    private static String line(JsonProcessingException failure, String yaml) {
        // Where the token is that was read last: what the exception tells is often the place behind it.
        @Nullable
        JsonLocation location = failure.getProcessor() instanceof JsonParser parser
                ? parser.currentTokenLocation()
                : failure.getLocation();
        if (location == null || location.getLineNr() < 1) {
            return "";
        }
        int line = failure instanceof UnrecognizedPropertyException unknown
                ? lineOfKey(unknown.getPropertyName(), yaml, location.getLineNr())
                : location.getLineNr();
        return "line " + line + ": ";
    }

    /** An unknown key is noticed only when all keys beside it were read: the last line up to there that has it. */
    private static int lineOfKey(String key, String yaml, int noticed) {
        Pattern pattern = Pattern.compile("(^|[^\\w])['\"]?" + Pattern.quote(key) + "['\"]?\\s*:");
        List<String> lines = yaml.lines().toList();
        for (int line = Math.min(noticed, lines.size()); line >= 1; line--) {
            if (pattern.matcher(lines.get(line - 1)).find()) {
                return line;
            }
        }
        return noticed;
    }

    private static String problem(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .toList();
            return "'" + unknown.getPropertyName() + "' is not known here"
                    + NearestName.suggestion(unknown.getPropertyName(), known) + "; there are "
                    + String.join(", ", known);
        }
        if (failure instanceof InvalidFormatException wrong
                && wrong.getTargetType().isEnum()) {
            List<String> known = Arrays.stream(wrong.getTargetType().getEnumConstants())
                    .map(constant -> constant instanceof BuiltinOperator operator
                            ? operator.name()
                            : String.valueOf(constant).toLowerCase(Locale.ROOT))
                    .toList();
            String value = String.valueOf(wrong.getValue());
            return "'" + value + "' is no value of " + key(wrong) + NearestName.suggestion(value, known)
                    + (known.size() > 20 ? "" : "; there are " + String.join(", ", known));
        }
        if (failure instanceof InvalidFormatException wrong) {
            return "'" + wrong.getValue() + "' is no value of " + key(wrong) + ", which takes "
                    + kind(wrong.getTargetType());
        }
        if (failure instanceof ValueInstantiationException refused
                && refused.getCause() instanceof RuntimeException why) {
            return String.valueOf(why.getMessage());
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return key(mismatch) + " takes " + kind(mismatch.getTargetType());
        }
        return failure.getOriginalMessage();
    }

    private static String kind(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == String.class ? "a text" : "keys and values";
    }

    private static String key(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .reduce((first, last) -> last)
                .map(name -> "'" + name + "'")
                .orElse("the recipe");
    }

    /** Binds to the document first, whose keys the errors name. */
    private static final class RecipeReader extends JsonDeserializer<Recipe> {
        @Override
        public Recipe deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            @Nullable RecipeDocument document = context.readValue(parser, RecipeDocument.class);
            if (document == null) {
                throw RecipeDocument.saysNothing();
            }
            Recipe recipe = document.recipe();
            recipe.check();
            return recipe;
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
