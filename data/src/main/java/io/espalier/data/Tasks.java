// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.EspalierException;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Output;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each output of a model is for. The loss of the model is the sum of the losses of its outputs.
 *
 * @param byOutput the tasks by the names of the outputs, in the order of the model; the name of the only output may be empty
 */
public record Tasks(Map<String, Task> byOutput) {
    public Tasks {
        byOutput = Collections.unmodifiableMap(new LinkedHashMap<>(byOutput));
        if (byOutput.isEmpty()) {
            throw new IllegalArgumentException("a model has at least one task");
        }
    }

    /** What a model of one output is for. */
    public static Tasks of(Task task) {
        return new Tasks(Map.of("", task));
    }

    /**
     * Derives what each output is for, as {@link Task#of} does it.
     *
     * @param outputs by their names, in the order of the model
     * @param choice for a model of one output; for others {@link Choice#NONE}
     * @param examples with a label for each output
     * @throws Task.MismatchException if outputs, labels and choices contradict each other
     * @throws DataFormatException if an output has no label
     */
    public static Tasks of(Map<String, Output> outputs, Choice choice, Dataset examples) {
        if (outputs.size() > 1 && !choice.equals(Choice.NONE)) {
            throw new Task.MismatchException(
                    EspalierException.Kind.BAD_USE,
                    "the model has " + outputs.size() + " outputs, " + outputs.keySet()
                            + ", so task, loss and metric are derived for each and cannot be chosen for all");
        }
        Map<String, Task> tasks = new LinkedHashMap<>();
        outputs.forEach((name, output) ->
                tasks.put(name, Task.of(output, choice, labelled(outputs.size(), name, examples))));
        return new Tasks(tasks);
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

    /** The task of the first output, whose metric counts most. */
    public Task first() {
        return byOutput.values().iterator().next();
    }

    /** What they are in words. */
    public String describe() {
        return byOutput.size() == 1
                ? first().describe()
                : byOutput.entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue().describe())
                        .collect(Collectors.joining("; "));
    }
}
