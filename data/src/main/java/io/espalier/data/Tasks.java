// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.NearestName;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.Output;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What each output of a model is for. The loss of the model is the weighted sum of the losses of its outputs.
 *
 * @param byOutput the tasks by the names of the outputs, in the order of the model; the name of the only output may be empty
 * @param lossWeights what the loss of an output is multiplied by in the sum, by the names of the outputs; 1 for those that are not here
 */
public record Tasks(Map<String, Task> byOutput, Map<String, Double> lossWeights) {
    public Tasks {
        byOutput = Collections.unmodifiableMap(new LinkedHashMap<>(byOutput));
        lossWeights = Collections.unmodifiableMap(new LinkedHashMap<>(lossWeights));
        if (byOutput.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one task");
        }
        if (!byOutput.keySet().containsAll(lossWeights.keySet())) {
            throw new IllegalArgumentException(
                    "there are loss weights of " + lossWeights.keySet() + ", but the outputs are " + byOutput.keySet());
        }
    }

    /** What a model of one output is for. */
    public static Tasks of(Task task) {
        return new Tasks(Map.of("", task), Map.of());
    }

    /**
     * Something that is said of the outputs of a model: once for all of them, or for each.
     *
     * @param ofAll what is said of those that are not named; empty if nothing is
     * @param byOutput what is said of outputs by their names
     */
    public record Said<T>(Optional<T> ofAll, Map<String, T> byOutput) {
        public Said {
            byOutput = Collections.unmodifiableMap(new LinkedHashMap<>(byOutput));
        }

        /** Nothing is said. */
        public static <T> Said<T> nothing() {
            return new Said<>(Optional.empty(), Map.of());
        }

        /** The same is said of all outputs. */
        public static <T> Said<T> ofAll(T value) {
            return new Said<>(Optional.of(value), Map.of());
        }

        /** Something is said of the outputs of these names. */
        public static <T> Said<T> ofEach(Map<String, T> values) {
            return new Said<>(Optional.empty(), values);
        }

        /** What is said of an output. */
        public Optional<T> of(String output) {
            return Optional.ofNullable(byOutput.get(output)).or(() -> ofAll);
        }

        /** This, or another where this says nothing of any output. */
        public Said<T> or(Said<T> other) {
            return ofAll.isEmpty() && byOutput.isEmpty() ? other : this;
        }

        /** The same with each value as a function makes it. */
        public <R> Said<R> map(Function<T, R> function) {
            Map<String, R> mapped = new LinkedHashMap<>();
            byOutput.forEach((output, value) -> mapped.put(output, function.apply(value)));
            return new Said<>(ofAll.map(function), mapped);
        }
    }

    /**
     * What was said of the outputs of a model instead of being derived.
     *
     * @param task what they are for
     * @param loss the losses that are trained
     * @param metric the metrics that count
     * @param lossWeights what the losses are multiplied by in their sum, by the names of the outputs; 0 or more
     */
    public record Choices(Said<Kind> task, Said<LossName> loss, Said<Metric> metric, Map<String, Double> lossWeights) {
        /** Everything is derived. */
        public static final Choices NONE = new Choices(Said.nothing(), Said.nothing(), Said.nothing(), Map.of());

        public Choices {
            lossWeights = Collections.unmodifiableMap(new LinkedHashMap<>(lossWeights));
            lossWeights.forEach((output, weight) -> {
                if (!(weight >= 0 && Double.isFinite(weight))) {
                    throw new IllegalArgumentException(
                            "the loss weight of '" + output + "' must be 0 or more, not " + weight);
                }
            });
        }

        /** What was said of one output. */
        public Choice of(String output) {
            return new Choice(
                    task.of(output).orElse(null),
                    loss.of(output).orElse(null),
                    metric.of(output).orElse(null));
        }

        /** Task, loss and metric from here; where one of them is not said here at all, from another. */
        public Choices or(Choices other) {
            return new Choices(
                    task.or(other.task),
                    loss.or(other.loss),
                    metric.or(other.metric),
                    lossWeights.isEmpty() ? other.lossWeights : lossWeights);
        }

        /**
         * Checks that the model has all outputs of which something was said.
         *
         * @throws Task.MismatchException if not; names those that it has
         */
        public void requireOutputs(Set<String> outputs) {
            Set<String> named = new LinkedHashSet<>(task.byOutput.keySet());
            named.addAll(loss.byOutput.keySet());
            named.addAll(metric.byOutput.keySet());
            named.addAll(lossWeights.keySet());
            named.removeAll(outputs);
            if (!named.isEmpty()) {
                throw new Task.MismatchException(
                        EspalierException.Kind.BAD_USE,
                        "a task, loss, loss weight or metric is chosen for output '" + String.join("', '", named) + "'"
                                + NearestName.suggestion(named.iterator().next(), List.copyOf(outputs))
                                + "; there " + (outputs.size() == 1 ? "is " : "are ") + String.join(", ", outputs));
            }
        }
    }

    /**
     * Derives what each output is for, as {@link Task#of} does it.
     *
     * @param outputs by their names, in the order of the model
     * @param examples with a label for each output
     * @throws Task.MismatchException if outputs, labels and choices contradict each other; of several outputs, the message names the one
     * @throws DataFormatException if an output has no label
     */
    public static Tasks of(Map<String, Output> outputs, Choices choices, Dataset examples) {
        choices.requireOutputs(outputs.keySet());
        requireSomeWeight(outputs, choices);
        Map<String, Task> tasks = new LinkedHashMap<>();
        Map<String, Double> weights = new LinkedHashMap<>();
        outputs.forEach((name, output) -> {
            Dataset labelled = labelled(outputs.size(), name, examples);
            tasks.put(
                    name,
                    outputs.size() == 1
                            ? Task.of(output, choices.of(name), labelled)
                            : of(name, output, choices, labelled));
            double weight = choices.lossWeights.getOrDefault(name, output.lossWeight());
            if (weight != 1) {
                weights.put(name, weight);
            }
        });
        return new Tasks(tasks, weights);
    }

    private static void requireSomeWeight(Map<String, Output> outputs, Choices choices) {
        if (outputs.keySet().stream().allMatch(name -> choices.lossWeights.getOrDefault(name, 1.0) == 0)) {
            throw new Task.MismatchException(
                    EspalierException.Kind.BAD_USE,
                    "the loss weights of all outputs are 0, so nothing would be trained");
        }
    }

    private static Task of(String name, Output output, Choices choices, Dataset labelled) {
        try {
            return Task.of(output, choices.of(name), labelled);
        } catch (Task.MismatchException e) {
            throw new Task.MismatchException(e.kind(), "output '" + name + "': " + e.getMessage());
        }
    }

    private static Dataset labelled(int outputs, String name, Dataset examples) {
        return examples.label(name)
                .filter(labelled -> outputs == 1 || !examples.hasOneLabel())
                .orElseThrow(() -> new DataFormatException(examples.name() + ": has no labels for output '" + name
                        + "' of the model"
                        + (examples.hasOneLabel()
                                ? ""
                                : ", but for "
                                        + examples.labels().stream()
                                                .map(Dataset.Label::name)
                                                .toList())
                        + "; give an array of labels for each output, named like it"));
    }

    /** The examples with the label of one output, as they are stored. */
    public Dataset labelOf(String output, Dataset examples) {
        return labelled(byOutput.size(), output, examples);
    }

    /** The examples with targets in the form that the losses take; see {@link Task#labelled}. */
    public Dataset labelled(Dataset examples) {
        if (byOutput.size() == 1) {
            Map.Entry<String, Task> only = byOutput.entrySet().iterator().next();
            return only.getValue().labelled(labelOf(only.getKey(), examples));
        }
        Map<String, Dataset> labelled = new LinkedHashMap<>();
        byOutput.forEach((output, task) -> labelled.put(output, task.labelled(labelOf(output, examples))));
        return examples.withLabels(labelled);
    }

    private double lossWeight(String output) {
        return lossWeights.getOrDefault(output, 1.0);
    }

    /** What the loss of each output is multiplied by in the sum of all, in the order of the model. */
    public List<Double> orderedLossWeights() {
        return byOutput.keySet().stream().map(this::lossWeight).toList();
    }

    /** The task of the first output, whose metric counts most. */
    public Task first() {
        return byOutput.values().iterator().next();
    }

    /** What they are in words. */
    public String describe() {
        return byOutput.size() == 1
                ? first().describe()
                : byOutput.keySet().stream().map(this::described).collect(Collectors.joining("; "));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private String described(String output) {
        String weight = lossWeights.containsKey(output) ? ", loss weight " + plain(lossWeight(output)) : "";
        return output + ": " + Objects.requireNonNull(byOutput.get(output)).describe() + weight;
    }
}
