// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.espalier.base.RecipeException;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link Recipe}s in YAML, alone or as part of a larger document. */
public final class RecipeYaml {
    /** How documents that hold recipes are read and written. */
    public static final StrictYaml YAML = new StrictYaml(
            new SimpleModule("espalier-recipes")
                    .addDeserializer(Recipe.class, new RecipeReader())
                    .addSerializer(Recipe.class, new RecipeWriter()),
            Set.of(BuiltinOperator.class));

    private RecipeYaml() {}

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

    private static final class RecipeWriter extends JsonSerializer<Recipe> {
        @Override
        public void serialize(Recipe recipe, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writePOJO(RecipeDocument.of(recipe));
        }
    }
}
