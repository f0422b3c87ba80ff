// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recipes as YAML.
 *
 * <pre>
 * quantize: int8                 # none, float16, dynamic, weight_only_int8, weight_only_int4, int8, int16x8
 * granularity: per_channel       # or per_tensor_dense, per_tensor
 * least_elements: 1024           # weights of fewer stay float, where activations do
 * input_type: int8               # or float32, uint8, int16
 * output_type: int8              # likewise
 * strict: true                   # refuse operators in float
 * calibration: percentile 99.99  # or min_max, moving_average, mean_squared_error
 * equalize: true                 # scale channels of layers that follow each other
 * rounding: gptq                 # or nearest
 * bias_correction: true          # biases make up for what rounded weights are off on average
 * sparse: 0.6                    # constants with so many zeros are stored sparse
 * rules:                         # the last that covers an operator wins
 *   - operator: FULLY_CONNECTED
 *     quantize: weight_only_int4
 *   - tensor: 'block_1[0-9]/'    # found in the name of an output
 *     quantize: float16
 * keep_float: [logits]           # as tensor above; wins over every rule
 * </pre>
 *
 * <p>Only {@code quantize} must be there.
 */
public final class RecipeFile {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
            .build();

    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws RecipeException if it is none, with the line and what was probably meant
     */
    public static Recipe read(Path file) throws IOException {
        String yaml = Files.readString(file);
        try {
            return parse(yaml);
        } catch (RecipeException e) {
            throw new RecipeException(file + ": " + e.getMessage());
        }
    }

    /** The recipe that this text is. */
    static Recipe parse(String yaml) {
        try {
            @Nullable RecipeDocument document = YAML.readValue(yaml, RecipeDocument.class);
            if (document == null) {
                throw RecipeDocument.saysNothing();
            }
            Recipe recipe = document.recipe();
            recipe.check();
            return recipe;
        } catch (JsonProcessingException e) {
            throw new RecipeException(line(e.getLocation()) + problem(e));
        }
    }

    private static String line(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ": ";
    }

    private static String problem(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            List<String> known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
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
        return failure.getOriginalMessage();
    }

    private static String key(JsonMappingException failure) {
        List<JsonMappingException.Reference> path = failure.getPath();
        return path.isEmpty() ? "the recipe" : "'" + path.get(path.size() - 1).getFieldName() + "'";
    }
}
