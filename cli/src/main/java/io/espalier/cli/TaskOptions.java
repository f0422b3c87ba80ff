// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import io.espalier.data.Metric;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Kind;
import java.util.List;
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
                                        + " and the labels show).")
                        .completionCandidates(names(Kind.keys())));
        metric = arguments.option(
                String.class,
                Arguments.named(
                                "--metric",
                                "NAME",
                                "The metric that counts: ${COMPLETION-CANDIDATES} (default: accuracy, or mae in a regression).")
                        .completionCandidates(names(Metric.keys())));
    }

    private static List<String> names(String keys) {
        return List.of(keys.split(", "));
    }

    /**
     * What was said.
     *
     * @throws UsageException if there is no such task or metric
     */
    Choice choice() {
        return new Choice(
                known("--task", task.orNull(), Kind::named, Kind.keys()),
                null,
                known("--metric", metric.orNull(), Metric::named, Metric.keys()));
    }

    private static <T> @Nullable T known(
            String option, @Nullable String value, Function<String, Optional<T>> named, String allowed) {
        if (value == null) {
            return null;
        }
        return named.apply(value)
                .orElseThrow(() -> new UsageException(option + " " + value + ": must be one of " + allowed
                        + NearestName.suggestion(value, names(allowed))));
    }
}
