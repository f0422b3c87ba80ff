// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.KnownCall;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.config.ShapeArguments;
import io.espalier.model.keras.config.ShapeArguments.Canonical;
import io.espalier.model.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls of layers on their way to the {@link ArchitectureBuilder}: those that depend on shapes alone are computed ({@link KnownOutputs}), and
 * those between a reshape that puts dimensions into the batch and one that takes them out work on each of the rows ({@link ShapeArguments}).
 */
final class LayerCalls {
    private static final String PER_STEP = "TimeDistributed";

    private final Path file;
    private final ArchitectureBuilder builder;
    private final KnownOutputs known = new KnownOutputs();

    /** Of outputs that have several rows for each example, how many. */
    private final Map<String, Integer> rows = new HashMap<>();

    LayerCalls(Path file, ArchitectureBuilder builder) {
        this.file = file;
        this.builder = builder;
    }

    /**
     * As {@link ArchitectureBuilder#add}.
     *
     * @param isPerStep whether the layer is applied to each step of its inputs
     */
    ArchitectureBuilder.Added add(
            String name,
            String className,
            JsonNode settings,
            List<String> inputs,
            String weightsOf,
            boolean isPerStep) {
        if (!KnownCall.isOperation(settings)) {
            LayerConfig config = config(name, className, settings, inputs, isPerStep);
            putOut(inputs);
            known.requireNone(config, inputs);
            return called(config, inputs, weightsOf, isPerStep, rowsOf(config, inputs));
        }
        LayerConfig asFed = config(name, className, settings, inputs, isPerStep);
        int before = rowsOf(asFed, inputs);
        try {
            return known.compute(asFed, inputs, before)
                    .map(outputs -> new ArchitectureBuilder.Added(name, false, outputs))
                    .orElseGet(() -> operation(asFed, inputs, weightsOf, isPerStep, before));
        } catch (ArithmeticException e) {
            throw asFed.error(e);
        }
    }

    private ArchitectureBuilder.Added operation(
            LayerConfig asFed, List<String> inputs, String weightsOf, boolean isPerStep, int before) {
        boolean isOfTensors = inputs.stream().anyMatch(input -> !known.has(input));
        if (!isOfTensors || !KnownCall.takesNumbers(KnownCall.function(asFed.settings()))) {
            putOut(inputs);
        }
        JsonNode settings = known.with(asFed.settings(), inputs);
        List<String> tensors =
                inputs.stream().filter(input -> !known.has(input)).toList();
        LayerConfig config = config(asFed.name(), asFed.className(), settings, tensors, isPerStep);
        if (tensors.isEmpty()) {
            return builder.add(config.name(), config.className(), settings, tensors, weightsOf);
        }
        int elements = Math.multiplyExact(before, config.inputs().get(0).elements());
        Canonical canonical = ShapeArguments.of(config, before, elements);
        LayerConfig read = config(asFed.name(), asFed.className(), canonical.settings(), tensors, isPerStep);
        boolean isReshape = canonical.rows() != before;
        if (isReshape && isPerStep) {
            throw read.error("moves dimensions into the batch within a model that is applied to each step, which is not"
                    + " supported");
        }
        ArchitectureBuilder.Added added = isReshape || isReshape(settings)
                ? called(read, tensors, weightsOf, isPerStep, 1)
                : called(read, tensors, weightsOf, isPerStep, before);
        added.outputs().forEach(output -> rows.put(output, canonical.rows()));
        return added;
    }

    // It takes all rows of an example at once.
    private static boolean isReshape(JsonNode settings) {
        return KnownCall.function(settings).equals("reshape");
    }

    private ArchitectureBuilder.Added called(
            LayerConfig config, List<String> inputs, String weightsOf, boolean isPerStep, int rowsOfEach) {
        String className = config.className();
        JsonNode settings = config.settings();
        for (int i = 0; i < (isPerStep ? 1 : 0) + (rowsOfEach > 1 ? 1 : 0); i++) {
            settings = LayerJson.perStep(className, settings);
            className = PER_STEP;
        }
        ArchitectureBuilder.Added added = builder.add(config.name(), className, settings, inputs, weightsOf);
        added.outputs().forEach(output -> rows.put(output, rowsOfEach));
        return added;
    }

    private LayerConfig config(
            String name, String className, JsonNode settings, List<String> inputs, boolean isPerStep) {
        List<Shape> shapes = new ArrayList<>();
        for (String input : inputs) {
            boolean isRow = rows.getOrDefault(input, 1) > 1;
            shapes.add(
                    known.has(input) ? known.shapeOfExample(input) : row(builder.shapeInFile(input), isPerStep, isRow));
        }
        return new LayerConfig(file, name, className, settings, shapes);
    }

    private static Shape row(Shape shape, boolean isPerStep, boolean isRow) {
        int dropped = (isPerStep ? 1 : 0) + (isRow ? 1 : 0);
        return new Shape(shape.dimensions().subList(Math.min(dropped, shape.rank()), shape.rank()));
    }

    private int rowsOf(LayerConfig config, List<String> inputs) {
        List<Integer> different = inputs.stream()
                .filter(input -> !known.has(input))
                .map(input -> rows.getOrDefault(input, 1))
                .distinct()
                .toList();
        if (different.size() > 1) {
            throw config.error("takes inputs of which some have dimensions in the batch, by a reshape, and others have"
                    + " not: " + different + " rows for each example; reshape them alike");
        }
        return different.isEmpty() ? 1 : different.get(0);
    }

    /** Makes layers of those of the inputs that are the same for each example. */
    private void putOut(List<String> inputs) {
        for (String input : inputs) {
            known.ofExamples(input).ifPresent(numbers -> {
                known.isLayer(input);
                builder.addConstant(input, numbers.ofExample());
            });
        }
    }

    /** @throws ModelFormatException if the model puts out what is no value for each example */
    void checkOutputs(List<String> outputs) {
        putOut(outputs);
        for (String output : outputs) {
            if (known.has(output)) {
                throw new ModelFormatException(
                        file,
                        "output '" + output + "' depends on shapes alone, and has no batch dimension; leave it out of"
                                + " the outputs of the model in Keras");
            }
            if (rows.getOrDefault(output, 1) > 1) {
                throw new ModelFormatException(
                        file,
                        "output '" + output + "' has " + rows.get(output)
                                + " rows for each example, which a reshape put"
                                + " into the batch; reshape it back in Keras, to (batch, " + rows.get(output)
                                + ", ...), and save the model again");
            }
        }
    }

    boolean has(String name) {
        return known.has(name) || builder.has(name);
    }
}
