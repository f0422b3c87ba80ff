// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.RecipeException;
import io.espalier.data.Tasks.Choices;
import io.espalier.experiment.ExperimentData;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.model.keras.KerasFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps from a trained model to small files, in order.
 *
 * @param name the name of the files, without extension
 * @param seed the seed of everything random
 * @param batchSize examples per training step
 * @param validationSplit the share of the training examples that is kept for validation, from 0 to below 1
 * @param choices what the outputs of the model are for, their losses and metrics, where this is said
 */
@JsonPropertyOrder({"name", "seed", "batch_size", "validation_split", "task", "loss", "loss_weights", "metric", "steps"
})
public record CompressionRecipe(
        String name,
        long seed,
        int batchSize,
        double validationSplit,
        @JsonIgnore Choices choices,
        List<Step> steps) {
    static final int USUAL_BATCH_SIZE = 128;

    /** @throws RecipeException if a step would undo an earlier one, or a number is out of range */
    public CompressionRecipe {
        KeyCheck.of("name", () -> FileNames.check(name));
        steps = List.copyOf(steps);
        if (batchSize < 1) {
            throw RecipeException.at("batch_size", "'batch_size' must be 1 or more, not " + batchSize);
        }
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw RecipeException.at(
                    "validation_split",
                    "'validation_split' must be at least 0 and less than 1, not " + validationSplit);
        }
        if (steps.isEmpty()) {
            throw RecipeException.at(
                    "steps", "a recipe needs at least one step; choose from " + String.join(", ", StepKind.keys()));
        }
        StepOrder.check(steps);
        checkFiles(name, steps);
    }

    /** The names of the recipes that are part of Espalier. */
    public static List<String> names() {
        return CannedRecipes.names();
    }

    /**
     * A recipe that is part of Espalier.
     *
     * @throws RecipeException if there is none of this name; lists the names and suggests the nearest
     */
    public static CompressionRecipe named(String name) {
        return CannedRecipes.named(name);
    }

    /**
     * The text of a recipe that is part of Espalier, as its file has it, with a comment that says what it does in the first line.
     *
     * @throws RecipeException as {@link #named}
     */
    public static String text(String name) {
        return CannedRecipes.text(name);
    }

    /**
     * Reads a recipe from a YAML file. Its name is that of the file, unless it has a key {@code name}.
     *
     * @throws RecipeException if it is not a recipe; names everything that is wrong, with line and column, and suggests corrections
     * @throws IOException if it cannot be read
     */
    public static CompressionRecipe read(Path file) throws IOException {
        return CompressionRecipeFile.read(file);
    }

    /**
     * Parses a recipe in YAML.
     *
     * @param name its name, unless it has a key {@code name}
     * @throws RecipeException if it is not a recipe; names everything that is wrong, with line and column, and suggests corrections
     */
    public static CompressionRecipe parse(String yaml, String name) {
        return CompressionRecipeFile.parse(yaml, name);
    }

    /** The recipe in YAML, with every default filled in that does not depend on the data; {@link #parse} reads the same recipe from it. */
    public String toYaml() {
        return CompressionRecipeFile.write(this);
    }

    /** The same as one line of JSON. */
    public String toJson() {
        return CompressionRecipeFile.json(this);
    }

    /** A copy with another random seed. */
    public CompressionRecipe withSeed(long number) {
        return new CompressionRecipe(name, number, batchSize, validationSplit, choices, steps);
    }

    /** A copy with what is said here about what the model is for; what is open remains. */
    public CompressionRecipe withChoices(Choices said) {
        return new CompressionRecipe(name, seed, batchSize, validationSplit, said.or(choices), steps);
    }

    @JsonProperty("task")
    private Object task() {
        return OutputValues.written(choices.task());
    }

    @JsonProperty("loss")
    private Object loss() {
        return OutputValues.written(choices.loss());
    }

    @JsonProperty("loss_weights")
    private Map<String, Double> lossWeights() {
        return choices.lossWeights();
    }

    @JsonProperty("metric")
    private Object metric() {
        return OutputValues.written(choices.metric());
    }

    /**
     * A copy in which every default that depends on the data is explicit. Running it again gives the same bytes.
     *
     * @param stepsPerEpoch the number of training steps per epoch
     */
    public CompressionRecipe resolved(int stepsPerEpoch) {
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            all.add(step instanceof TrainingStep training ? training.resolved(context(training, stepsPerEpoch)) : step);
        }
        if (steps.stream().noneMatch(step -> step instanceof ExportStep || step instanceof QuantizeStep)) {
            all.add(new ExportStep(List.of(KerasFormat.H5, TfliteFormat.TFLITE), null));
        }
        return new CompressionRecipe(name, seed, batchSize, validationSplit, choices, all);
    }

    /** The names of all files that a run writes for its steps. */
    public List<String> fileNames() {
        return steps.stream().flatMap(step -> step.fileNames(name).stream()).toList();
    }

    /** The files of the teachers, as the recipe names them. */
    public Set<String> teachers() {
        return steps.stream()
                .filter(TrainingStep.class::isInstance)
                .map(step -> ((TrainingStep) step).train().distil())
                .filter(Objects::nonNull)
                .map(Teaching::teacher)
                .filter(teacher -> !teacher.equals(Teaching.ORIGINAL))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether a step is to make the model quicker, so that a file that is slower than the original is no success. */
    public boolean asksForLatency() {
        return steps.stream()
                .anyMatch(step -> step instanceof PruneStep prune && prune.policy() == PruneStep.Policy.LATENCY);
    }

    /** No two steps may write the same file, also where large and small letters are the same. */
    private static void checkFiles(String name, List<Step> steps) {
        Map<String, Integer> writers = new HashMap<>();
        for (int place = 1; place <= steps.size(); place++) {
            Step step = steps.get(place - 1);
            for (String file : step.fileNames(name)) {
                Integer earlier = writers.put(file.toLowerCase(Locale.ROOT), place);
                if (earlier != null) {
                    throw RecipeException.at(
                            "steps",
                            place - 1,
                            "step " + place + " (" + step.kind().key() + ") would overwrite '" + file + "' of step "
                                    + earlier
                                    + (step instanceof ExportStep
                                            ? "; give one of them another 'name'"
                                            : "; use each quantization method only once"));
                }
            }
        }
    }

    /** The number of training steps per epoch on this number of examples. */
    public int stepsPerEpoch(int examples) {
        return ExperimentData.stepsPerEpoch(examples, batchSize, validationSplit);
    }

    /** The number of steps of all trainings on this number of examples. */
    public long trainingSteps(int examples) {
        return (long) stepsPerEpoch(examples)
                * steps.stream()
                        .filter(TrainingStep.class::isInstance)
                        .mapToInt(step -> ((TrainingStep) step).train().epochs())
                        .sum();
    }

    StepContext context(TrainingStep step, int stepsPerEpoch) {
        return new StepContext(seed, (long) stepsPerEpoch * step.train().epochs());
    }
}
