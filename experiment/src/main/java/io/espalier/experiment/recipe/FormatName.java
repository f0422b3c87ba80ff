// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.format.ModelFormat;
import java.io.IOException;
import java.util.List;

/** Formats in recipes: those that Espalier writes as one file, by their ids, in any case. */
final class FormatName {
    private FormatName() {}

    static List<String> all() {
        return ModelFormats.all().stream()
                .filter(FormatName::isFile)
                .map(ModelFormat::id)
                .toList();
    }

    private static boolean isFile(ModelFormat<?> format) {
        return format.isWritten() && !format.extension().isEmpty();
    }

    static final class Reader extends JsonDeserializer<ModelFormat<?>> {
        @Override
        public ModelFormat<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String name = parser.getText();
            for (ModelFormat<?> format : ModelFormats.all()) {
                if (isFile(format) && format.id().equalsIgnoreCase(name)) {
                    return format;
                }
            }
            String known = String.join(", ", all());
            String problem = parser.currentToken().isScalarValue()
                    ? "invalid value '" + name + "' for 'export'" + NearestName.suggestion(name, all())
                            + "; choose from " + known
                    : "each of 'export' must be one of " + known;
            throw JsonMappingException.from(parser, problem, new RecipeException(problem));
        }
    }

    static final class Writer extends JsonSerializer<ModelFormat<?>> {
        @Override
        public void serialize(ModelFormat<?> format, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(format.id());
        }
    }
}
