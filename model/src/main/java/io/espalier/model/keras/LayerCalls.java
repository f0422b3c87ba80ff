// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.KnownCall;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.config.LoneOperation;
import io.espalier.model.keras.config.ShapeArguments;
import io.espalier.model.keras.config.ShapeArguments.Canonical;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls of layers on their way to the {@link ArchitectureBuilder}: those that depend on shapes alone are computed ({@link KnownOutputs}), and those
 * on tensors whose first dimension is not the batch alone ({@link Rows}) work on each row.
 */
final class LayerCalls {
    private static final String PER_STEP = "TimeDistributed";

    private final Path file;
    private final ArchitectureBuilder builder;
    private final KnownOutputs known = new KnownOutputs();

    /** Of outputs whose first dimension is not the batch alone. */
    private final Map<String, Rows> rows = new HashMap<>();

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
        LayerConfig asFed = config(name, className, settings, inputs, isPerStep);
        if (!KnownCall.isOperation(settings)) {
            putOut(asFed, inputs, isPerStep);
            if (inputs.size() == 1 && !isPerStep) {
                putOutAlone(inputs.get(0));
            }
            known.requireNone(asFed, inputs);
            LayerConfig config = config(name, className, settings, inputs, isPerStep);
            return called(config, inputs, weightsOf, isPerStep, rowsOf(config, inputs));
        }
        try {
            return known.compute(asFed, inputs, rowsOf(asFed, inputs))
                    .map(outputs -> new ArchitectureBuilder.Added(name, false, outputs))
                    .orElseGet(() -> operation(asFed, inputs, weightsOf, isPerStep));
        } catch (ArithmeticException e) {
            throw asFed.error(e);
        }
    }

    private ArchitectureBuilder.Added operation(
            LayerConfig asFed, List<String> inputs, String weightsOf, boolean isPerStep) {
        boolean isOfTensors = inputs.stream().anyMatch(input -> !known.has(input));
        if (!isOfTensors || !KnownCall.takesNumbers(KnownCall.function(asFed.settings()))) {
            putOut(asFed, inputs, isPerStep);
        }
        JsonNode settings = known.with(asFed.settings(), inputs);
        List<String> tensors =
                inputs.stream().filter(input -> !known.has(input)).toList();
        if (tensors.isEmpty()) {
            return builder.add(asFed.name(), asFed.className(), settings, tensors, weightsOf);
        }
        LayerConfig config = config(asFed.name(), asFed.className(), settings, tensors, isPerStep);
        Rows before = rowsOf(config, tensors);
        Optional<LoneOperation> lone = before.isAlone() ? LoneOperation.of(config, before.number()) : Optional.empty();
        if (lone.isPresent()) {
            Rows after = new Rows(lone.get().rows(), lone.get().isAlone());
            return whole(with(config, lone.get().settings()), tensors, weightsOf, after);
        }
        int elements =
                Math.multiplyExact(before.number(), config.inputs().get(0).elements());
        Canonical canonical = ShapeArguments.of(config, before.number(), elements);
        LayerConfig read = with(config, canonical.settings());
        if (!KnownCall.function(settings).equals("reshape")) {
            return called(read, tensors, weightsOf, isPerStep, before);
        }
        Rows after = new Rows(canonical.rows(), false);
        if (isPerStep && (before.areSeveral() || after.areSeveral())) {
            throw read.error("moves dimensions into the batch within a model that is applied to each step, which is not"
                    + " supported");
        }
        return isPerStep
                ? called(read, tensors, weightsOf, true, Rows.EXAMPLES)
                : whole(read, tensors, weightsOf, after);
    }

    /** An operation on all rows of an example at once. */
    private ArchitectureBuilder.Added whole(LayerConfig config, List<String> inputs, String weightsOf, Rows after) {
        ArchitectureBuilder.Added added = called(config, inputs, weightsOf, false, Rows.EXAMPLES);
        added.outputs().forEach(output -> rows.put(output, after));
        return added;
    }

    private ArchitectureBuilder.Added called(
            LayerConfig config, List<String> inputs, String weightsOf, boolean isPerStep, Rows before) {
        String className = config.className();
        JsonNode settings = config.settings();
        // It takes numbers one by one, whatever shape they are in.
        boolean isLookup =
                className.equals("Embedding") && config.inputs().stream().allMatch(row -> row.rank() == 0);
        for (int i = 0; i < (isPerStep ? 1 : 0) + (before.areSeveral() && !isLookup ? 1 : 0); i++) {
            settings = LayerJson.perStep(className, settings);
            className = PER_STEP;
        }
        ArchitectureBuilder.Added added = builder.add(config.name(), className, settings, inputs, weightsOf);
        added.outputs().forEach(output -> rows.put(output, before));
        return added;
    }

    private static LayerConfig with(LayerConfig config, JsonNode settings) {
        return new LayerConfig(config.file(), config.name(), config.className(), settings, config.inputs());
    }

    private LayerConfig config(
            String name, String className, JsonNode settings, List<String> inputs, boolean isPerStep) {
        List<Shape> shapes = new ArrayList<>();
        for (String input : inputs) {
            shapes.add(known.has(input) ? known.shapeOfExample(input) : row(input, isPerStep));
        }
        return new LayerConfig(file, name, className, settings, shapes);
    }

    private Shape row(String input, boolean isPerStep) {
        Shape row = rowsOf(input).row(builder.shapeInFile(input));
        return isPerStep && row.rank() > 0 ? Rows.rest(row) : row;
    }

    private Rows rowsOf(String output) {
        return rows.getOrDefault(output, Rows.EXAMPLES);
    }

    /** @throws ModelFormatException if the first dimensions of the inputs do not fit */
    private Rows rowsOf(LayerConfig config, List<String> inputs) {
        List<String> tensors =
                inputs.stream().filter(input -> !known.has(input)).toList();
        List<Rows> different = tensors.stream().map(this::rowsOf).distinct().toList();
        if (different.size() < 2) {
            return different.isEmpty() ? Rows.EXAMPLES : different.get(0);
        }
        // What is alone stands under the dimensions behind the batch, if it has no more of them.
        int rank = rank(tensors, false);
        boolean areElements = KnownCall.takesNumbers(KnownCall.function(config.settings()));
        boolean canStandUnder = areElements && rank(tensors, true) <= rank;
        for (Rows each : different) {
            boolean fits = each.equals(Rows.EXAMPLES) || (each.isAlone() && (canStandUnder || !each.areSeveral()));
            if (!fits) {
                throw config.error("takes inputs with different first dimensions: rows " + different
                        + "; where a reshape puts dimensions into the batch, reshape all inputs alike");
            }
        }
        return Rows.EXAMPLES;
    }

    /** The largest number of dimensions; -1 if there are none of these. */
    private int rank(List<String> tensors, boolean areAlone) {
        return tensors.stream()
                .filter(tensor -> rowsOf(tensor).isAlone() == areAlone)
                .mapToInt(tensor -> builder.shapeInFile(tensor).rank())
                .max()
                .orElse(-1);
    }

    /** Makes layers of those of the inputs that are the same for each example. */
    private void putOut(LayerConfig layer, List<String> inputs, boolean isPerStep) {
        for (String input : inputs) {
            known.ofExamples(input).ifPresent(numbers -> {
                if (isPerStep) {
                    throw layer.error(
                            "takes '" + input + "', which is the same for each step of a model that is applied"
                                    + " to each step; this is not supported");
                }
                putOut(input, numbers.ofExample());
            });
        }
    }

    private void putOut(String name, Tensor value) {
        known.isLayer(name);
        builder.addConstant(name, value);
    }

    /** Makes a layer of an input without a batch. */
    private void putOutAlone(String input) {
        known.alone(input).ifPresent(value -> {
            Rows alone = new Rows(value.shape().dimension(0), true);
            Shape shape = alone.areSeveral() ? value.shape() : Rows.rest(value.shape());
            putOut(input, Tensor.of(shape, value.toArray()));
            rows.put(input, alone);
        });
    }

    /** @throws ModelFormatException if the model puts out what is no value for each example */
    void checkOutputs(List<String> outputs) {
        for (String output : outputs) {
            known.ofExamples(output).ifPresent(numbers -> putOut(output, numbers.ofExample()));
            int number = rowsOf(output).number();
            if (known.has(output) || rowsOf(output).isAlone()) {
                throw new ModelFormatException(
                        file,
                        "output '" + output + "' depends on shapes alone, and has no batch dimension; leave it out of"
                                + " the outputs of the model in Keras");
            }
            if (number > 1) {
                throw new ModelFormatException(
                        file,
                        "output '" + output + "' has " + number + " rows for each example, which a reshape put into the"
                                + " batch; reshape it back in Keras, to (batch, " + number
                                + ", ...), and save the model again");
            }
        }
    }

    boolean has(String name) {
        return known.has(name) || builder.has(name);
    }
}
