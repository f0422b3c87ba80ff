// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.JsonTree;
import io.espalier.base.internal.NearestName;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.Task.Kind;
import io.espalier.data.Tasks.Choices;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compression recipes as YAML.
 *
 * <pre>
 * name: small                    # of the files; the recipe file's name if it is not said
 * seed: 42
 * batch_size: 128
 * validation_split: 0.1
 * loss: {age: mae}               # of an output; "loss: mae" is for all
 * loss_weights: {age: 0.5}
 * steps:                         # each begins with what it is
 *   - prune: 0.8                 # to this share of zeros
 *     from: 0.5
 *     train: {epochs: 2, learning_rate: 0.002}
 *   - cluster: 16                # values a layer
 *   - quantize_aware: 8          # bits of weights
 *     train: {distil: original}  # while learning from the model that it all started from
 *   - export: [h5]
 *   - quantize: int8             # as in recipes for quantization
 *     input_type: int8
 * </pre>
 */
final class CompressionRecipeFile {
    static final StrictYaml YAML = new StrictYaml(
            Set.of(BuiltinOperator.class),
            // What says the kind of a step, with values that nothing else in it contradicts.
            Map.of(
                    "prune", JsonNodeFactory.instance.numberNode(0.9999),
                    "prune_filters", JsonNodeFactory.instance.numberNode(0.5),
                    "cluster", JsonNodeFactory.instance.numberNode(16),
                    "quantize_aware", JsonNodeFactory.instance.numberNode(8)));

    private CompressionRecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws RecipeException if it is none, with all places and what was probably meant
     */
    static CompressionRecipe read(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        return StrictYaml.readFile(file, text -> parse(text, fileName.replaceFirst("\\.ya?ml$", "")));
    }

    /**
     * The recipe that a text is.
     *
     * @param name of it, unless it says one
     */
    static CompressionRecipe parse(String yaml, String name) {
        return YAML.read(yaml, Document.class, document -> {
            if (document == null) {
                throw new RecipeException("the file is empty; a recipe has steps, such as '- prune: 0.8'");
            }
            return document.recipe(name);
        });
    }

    /** The recipe as text that reads as the same recipe. */
    static String write(CompressionRecipe recipe) {
        return YAML.write(recipe);
    }

    /** The same in JSON. */
    static String json(CompressionRecipe recipe) {
        return JsonTree.print(YAML.tree(recipe));
    }

    /** A recipe as its file has it; what is not said is null. */
    private record Document(
            @Nullable String name,
            @Nullable Long seed,
            @Nullable Integer batchSize,
            @Nullable Double validationSplit,
            @Nullable JsonNode task,
            @Nullable JsonNode loss,
            @Nullable JsonNode lossWeights,
            @Nullable JsonNode metric,

            @JsonDeserialize(using = StepsReader.class) @Nullable
            List<Step> steps) {
        CompressionRecipe recipe(String usualName) {
            return new CompressionRecipe(
                    name == null ? usualName : name,
                    seed == null ? 0 : seed,
                    batchSize == null ? CompressionRecipe.USUAL_BATCH_SIZE : batchSize,
                    validationSplit == null ? 0 : validationSplit,
                    new Choices(
                            OutputValues.names("task", task, Kind::named, Kind.keys()),
                            OutputValues.names("loss", loss, LossName::named, LossName.keys()),
                            OutputValues.names("metric", metric, Metric::named, Metric.keys()),
                            OutputValues.weights("loss_weights", lossWeights)),
                    steps == null ? List.of() : steps);
        }
    }

    /** Reads each step as what its first key says it is. */
    private static final class StepsReader extends JsonDeserializer<List<Step>> {
        @Override
        public List<Step> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken()) {
                throw refused(parser, "'steps' must be a list; start each step with '- '");
            }
            List<Step> steps = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                try {
                    steps.add(step(parser, context, steps.size() + 1));
                } catch (JsonMappingException e) {
                    e.prependPath(steps, steps.size());
                    throw e;
                }
            }
            return steps;
        }

        private static Step step(JsonParser parser, DeserializationContext context, int place) throws IOException {
            if (!parser.hasToken(JsonToken.START_OBJECT) || parser.nextToken() != JsonToken.FIELD_NAME) {
                throw refused(parser, "step " + place + " must be a key with a value, such as 'prune: 0.8'");
            }
            String key = parser.currentName();
            for (StepKind kind : StepKind.values()) {
                if (kind.key().equals(key)) {
                    return context.readValue(parser, kind.type());
                }
            }
            throw refused(
                    parser,
                    "unknown step '" + key + "'" + NearestName.suggestion(key, StepKind.keys()) + "; step " + place
                            + " must start with one of " + String.join(", ", StepKind.keys()));
        }

        private static JsonMappingException refused(JsonParser parser, String message) {
            return JsonMappingException.from(parser, message, new RecipeException(message));
        }
    }
}
