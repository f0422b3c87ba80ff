// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.espalier.base.RecipeException;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
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
 * portable: true                 # for runtimes that are simpler than TFLite
 * strip: true                    # no names, signatures and metadata
 * rules:                         # the last matching rule wins
 *   - operator: FULLY_CONNECTED
 *     quantize: weight_only_int4
 *   - tensor: 'block_1[0-9]/'    # found in the name of an output
 *     quantize: float16
 * keep_float: [logits]           # as tensor above; wins over every rule
 * </pre>
 *
 * <p>Only {@code quantize} must be there.
 */
final class RecipeFile {
    private static final StrictYaml YAML = new StrictYaml(Set.of(BuiltinOperator.class));

    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws RecipeException if it is not a recipe; names all places and suggests corrections
     */
    static Recipe read(Path file) throws IOException {
        return StrictYaml.readFile(file, RecipeFile::parse);
    }

    /**
     * Parses a recipe.
     *
     * @throws RecipeException if it is not a recipe; names all places and suggests corrections
     */
    static Recipe parse(String yaml) {
        return YAML.read(yaml, Recipe.class, recipe -> {
            if (recipe == null) {
                throw RecipeDocument.saysNothing();
            }
            return recipe;
        });
    }

    static String write(Recipe recipe) {
        return YAML.write(recipe);
    }

    /** Binds to the document first, whose keys the errors name. */
    static final class Reader extends JsonDeserializer<Recipe> {
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

    static final class Writer extends JsonSerializer<Recipe> {
        @Override
        public void serialize(Recipe recipe, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeTree(RecipeTree.of(recipe));
        }
    }
}
