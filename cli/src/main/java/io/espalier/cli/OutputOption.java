// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Of which output of a model accuracy is counted. */
final class OutputOption {
    private final Argument<String> output;
    private final String option;

    OutputOption(Arguments arguments) {
        this(arguments, "--output");
    }

    /** @param option what it is called */
    OutputOption(Arguments arguments, String option) {
        this.option = option;
        output = arguments.option(
                String.class,
                Arguments.named(
                        option,
                        "NAME",
                        "The output whose accuracy is counted, if the model has several: a layer of a Keras model, or a name"
                                + " that inspect shows."));
    }

    /** What it is called. */
    String option() {
        return option;
    }

    /**
     * The outputs for which the data have labels of their own: the named one, or all; empty if the data have one label that may be for any.
     *
     * @throws UsageException if one is named that the model or the data do not have
     */
    List<Output> labelled(ModelShapes shapes, Dataset examples, Terminal terminal) {
        if (examples.hasOneLabel()) {
            return List.of();
        }
        String name = output.orNull();
        List<Output> labelled = shapes.outputs().stream()
                .filter(each -> examples.label(each.name()).isPresent())
                .filter(each -> name == null || each.name().equals(name))
                .toList();
        if (labelled.isEmpty()) {
            throw new UsageException(option + " " + name + ": the model or " + examples.name()
                    + " has no such output; the model has " + listed(shapes.outputs()));
        }
        List<Output> others = shapes.outputs().stream()
                .filter(each -> name == null && !labelled.contains(each))
                .toList();
        if (!others.isEmpty()) {
            terminal.note(examples.name() + " has no labels for " + listed(others) + ", so that is not judged");
        }
        return labelled;
    }

    /**
     * The output that was named, the only one, or the only one with a number for each class of the data; empty if that leaves several.
     *
     * @throws UsageException if one is named that the model does not have
     */
    Optional<Output> choose(ModelShapes shapes, Dataset examples, Terminal terminal) {
        List<Output> all = shapes.outputs();
        String name = output.orNull();
        if (name != null) {
            return Optional.of(all.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            option + " " + name + ": the model has no such output; it has " + listed(all))));
        }
        if (all.size() == 1) {
            return Optional.of(all.get(0));
        }
        int classes = examples.classNames().size();
        List<Output> fitting = all.stream()
                .filter(each -> each.shape().size() == 1 && each.elements() == classes)
                .toList();
        if (classes == 0 || fitting.size() != 1) {
            return Optional.empty();
        }
        terminal.note("accuracy is counted of output " + fitting.get(0) + ", the only one with " + classes
                + " classes; " + option + " chooses another");
        return Optional.of(fitting.get(0));
    }

    /** All outputs with their shapes, to choose from. */
    static String listed(List<Output> outputs) {
        return outputs.stream().map(Output::toString).collect(Collectors.joining(", "));
    }
}
