// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.base.internal.Sha256;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.CompressionRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of a recipe through the tree of steps. The key of a step is the SHA-256 of all that its result follows from: the model, the data, the settings
 * of the recipe and of this and every earlier step, teachers by content, versions and threads. Recipes that begin alike have the same keys there.
 *
 * @param keys of all steps, in order
 * @param leaf the key of what comes of the whole, or of the share of the last training that is done
 * @param lastTraining the place of the last step that trains, from 1; 0 if none does
 * @param epochs of each step; 0 for those that do not train
 */
record TrialPath(List<String> keys, String leaf, int lastTraining, List<Integer> epochs) {
    private static final Set<String> WRITING = Set.of("export", "quantize");

    TrialPath {
        keys = List.copyOf(keys);
        epochs = List.copyOf(epochs);
    }

    /**
     * The way of a recipe.
     *
     * @param recipe with every default filled in
     * @param context what results follow from besides the recipe
     * @param share of the last training that is done
     * @throws IOException if a teacher cannot be read
     */
    static TrialPath of(CompressionRecipe recipe, String context, double share) throws IOException {
        JsonNode all = parsed(recipe);
        ObjectNode settings = all.deepCopy();
        settings.remove("steps");
        String key = hash(context, JsonTree.print(settings));
        List<String> keys = new ArrayList<>();
        List<Integer> epochs = new ArrayList<>();
        int lastTraining = 0;
        for (JsonNode step : all.path("steps")) {
            key = hash(key, JsonTree.print(step) + teacher(step));
            keys.add(key);
            String kind = step.fieldNames().next();
            int trained = WRITING.contains(kind) ? 0 : epochs(step, kind);
            epochs.add(trained);
            if (trained > 0) {
                lastTraining = keys.size();
            }
        }
        boolean whole = share == 1 || lastTraining == 0;
        return new TrialPath(keys, hash(key, whole ? "" : "share " + share), lastTraining, epochs);
    }

    private static JsonNode parsed(CompressionRecipe recipe) {
        try {
            return JsonTree.parse(recipe.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    private static int epochs(JsonNode step, String kind) {
        JsonNode inTrain = step.path("train").path("epochs");
        return (inTrain.isMissingNode() ? step.path(kind).path("epochs") : inTrain).asInt();
    }

    /** The content of the teacher's file; its name alone tells nothing. */
    private static String teacher(JsonNode step) throws IOException {
        JsonNode inTrain = step.path("train").path("distil");
        @Nullable
        String file = (inTrain.isMissingNode() ? step.path("distil") : inTrain)
                .path("teacher")
                .textValue();
        return file == null || file.equals("original")
                ? ""
                : new WorkIdentity("").withFile("teacher", Path.of(file)).text();
    }

    private static String hash(String before, String added) {
        return Sha256.of(StandardCharsets.UTF_8.encode(before + "\n" + added));
    }

    /** The key of a step. */
    String key(int place) {
        return keys.get(place - 1);
    }

    /** The key of the first step that trains and that a store does not have; that of the whole if it has all. */
    String firstMissing(TrialStore store) {
        for (int place = 1; place <= keys.size(); place++) {
            if (epochs.get(place - 1) > 0 && !store.hasStep(key(place))) {
                return key(place);
            }
        }
        return leaf;
    }
}
