// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.RecipeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step trains.
 *
 * @param epochs 0 or more; with 0 the step only changes the model
 * @param learningRate of Adam
 * @param distil the teacher whose answers are learnt besides the labels; null for none
 */
@JsonPropertyOrder({"epochs", "learning_rate", "distil"})
record Training(int epochs, float learningRate, @Nullable Teaching distil) {
    public Training {
        check(epochs, learningRate);
    }

    private static void check(int epochs, float learningRate) {
        if (epochs < 0) {
            throw RecipeException.at("epochs", "'epochs' must be 0 or more, not " + epochs);
        }
        if (!(learningRate > 0 && Float.isFinite(learningRate))) {
            throw RecipeException.at("learning_rate", "'learning_rate' must be greater than 0, not " + learningRate);
        }
    }

    /** Says so where a step that only trains does not. */
    List<String> notesIfAll() {
        return epochs > 0 ? List.of() : List.of("does nothing: it trains for 0 epochs");
    }

    /** As a recipe has it; what is not said is null. */
    record Said(
            @Nullable Integer epochs,
            @Nullable Float learningRate,
            @Nullable Teaching distil) {
        /** Checks here too, where the reader knows in which step the values stand. */
        @JsonCreator
        Said {
            check(epochs == null ? 1 : epochs, learningRate == null ? 1 : learningRate);
        }

        /** What was said, and otherwise one epoch at that rate. */
        static Training or(@Nullable Said said, float usualRate) {
            if (said == null) {
                return new Training(1, usualRate, null);
            }
            return new Training(
                    said.epochs == null ? 1 : said.epochs,
                    said.learningRate == null ? usualRate : said.learningRate,
                    said.distil);
        }
    }
}
