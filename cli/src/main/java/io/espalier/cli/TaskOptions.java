// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.data.Task.Kind;
import io.espalier.data.Tasks;
import io.espalier.data.Tasks.Choices;
import io.espalier.data.Tasks.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model is for, where it does not show, and how it is judged. */
final class TaskOptions {
    private final Argument<String> task;
    private final Argument<String> metric;

    TaskOptions(Arguments arguments) {
        task = arguments.option(
                String.class,
                Arguments.named(
                                "--task",
                                "NAME",
                                "What the model is for: ${COMPLETION-CANDIDATES} (default: as the model's last layer, its stored loss"
                                        + " and the labels show). Of several outputs: OUTPUT=NAME[,OUTPUT=NAME].")
                        .completionCandidates(names(Kind.keys())));
        metric = arguments.option(
                String.class,
                Arguments.named(
                                "--metric",
                                "NAME",
                                "The metric that counts: ${COMPLETION-CANDIDATES} (default: accuracy, or mae in a regression)."
                                        + " Of several outputs: OUTPUT=NAME[,OUTPUT=NAME].")
                        .completionCandidates(names(Metric.keys())));
    }

    private static List<String> names(String keys) {
        return List.of(keys.split(", "));
    }

    /**
     * What was said of all outputs, or of each by its name.
     *
     * @throws UsageException if there is no such task or metric
     */
    Choices choices() {
        return new Choices(
                said("--task", task.orNull(), Kind::named, Kind.keys()),
                Said.nothing(),
                said("--metric", metric.orNull(), Metric::named, Metric.keys()),
                Map.of());
    }

    /**
     * What outputs are for: as was said, or else as they, and the labels, show.
     *
     * @param known the outputs by their names
     * @throws UsageException if there is no such task or metric
     * @throws Task.MismatchException if an output is named that is not judged, or outputs, labels and choices contradict each other
     */
    Tasks tasks(List<Output> outputs, Function<String, Task.Output> known, Dataset examples) {
        Map<String, Task.Output> byName = new LinkedHashMap<>();
        outputs.forEach(output -> byName.put(output.name(), known.apply(output.name())));
        return Tasks.of(byName, choices(), examples);
    }

    private static <T> Said<T> said(
            String option, @Nullable String value, Function<String, Optional<T>> named, String allowed) {
        if (value == null) {
            return Said.nothing();
        }
        if (!value.contains("=")) {
            return Said.ofAll(known(option, value, named, allowed));
        }
        Map<String, T> each = new LinkedHashMap<>();
        for (String one : value.split(",")) {
            int end = one.lastIndexOf('=');
            String output = one.substring(0, Math.max(end, 0)).strip();
            String name = one.substring(end + 1).strip();
            if (output.isEmpty() || name.isEmpty() || each.containsKey(output)) {
                throw new UsageException(option + " " + value
                        + ": give each output one name, as in OUTPUT=NAME,OUTPUT=NAME; '" + one + "' does not");
            }
            each.put(output, known(option, name, named, allowed));
        }
        return Said.ofEach(each);
    }

    private static <T> T known(String option, String value, Function<String, Optional<T>> named, String allowed) {
        return named.apply(value)
                .orElseThrow(() -> new UsageException(option + " " + value + ": must be one of " + allowed
                        + NearestName.suggestion(value, names(allowed))));
    }
}
