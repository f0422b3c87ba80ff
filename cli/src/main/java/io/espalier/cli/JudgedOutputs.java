// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.lite.Graph;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What forms of a model are judged by.
 *
 * @param tasks of the outputs, by their names
 * @param labelled whether the examples have labels; without, forms are held against the float model's answers
 */
record JudgedOutputs(Tasks tasks, boolean labelled) {
    /**
     * Derives it from the model, the labels, and what the options say.
     *
     * @throws UsageException if several outputs could be meant
     */
    static JudgedOutputs of(Graph graph, Dataset examples, OutputOption output, TaskOptions task, Terminal terminal) {
        ModelShapes shapes = ModelShapes.of(graph);
        TfliteModel model = TfliteModel.of("the model", graph);
        Function<String, Task.Output> known = name -> Evaluation.output(model, name);
        boolean labelled = examples.targets().elements() > 0;
        List<Output> judged = output.labelled(shapes, examples, terminal);
        if (judged.isEmpty()) {
            judged = output.choose(shapes, examples, terminal).map(List::of).orElseGet(() -> {
                if (labelled) {
                    throw UsageException.adding(
                            "the model has several outputs; " + output.option() + " NAME says which is judged: "
                                    + OutputOption.listed(shapes.outputs()),
                            output.option(),
                            shapes.outputs().get(0).name());
                }
                return shapes.outputs();
            });
        }
        Tasks tasks = labelled ? task.tasks(judged, known, examples) : unlabelled(judged, known, task, examples);
        terminal.done(
                "Task",
                labelled
                        ? tasks.describe()
                        : tasks.describe() + "; " + examples.name()
                                + " has no labels, so answers are compared with the float model's");
        return new JudgedOutputs(tasks, labelled);
    }

    private static Tasks unlabelled(
            List<Output> judged, Function<String, Task.Output> known, TaskOptions task, Dataset examples) {
        Map<String, Task> tasks = new LinkedHashMap<>();
        judged.forEach(output -> tasks.put(
                output.name(),
                Task.of(known.apply(output.name()), task.choices().of(output.name()), examples)));
        return new Tasks(tasks, Map.of());
    }
}
