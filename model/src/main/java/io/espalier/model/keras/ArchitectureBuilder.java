// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerConfigReader;
import io.espalier.model.keras.config.WholeOperations;
import io.espalier.model.keras.weights.ChannelsLast;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.keras.weights.LocalKernel;
import io.espalier.model.keras.weights.StoredLayouts;
import io.espalier.model.keras.weights.WeightGroup;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.local.LocallyConnected;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Collects layers as a file lists them; each is read when the shapes that reach it are known. */
final class ArchitectureBuilder {
    private final Path file;
    private final KerasReader reader;
    private final ChannelsLast channelsLast;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, List<WeightSpec>> weightSpecs = new LinkedHashMap<>();
    private final Map<WeightKey, StoredLayouts.Form> kernels = new HashMap<>();
    private final List<WeightGroup> groups = new ArrayList<>();
    private final StepMasks masks;
    private final ReadingNotes notes;

    /**
     * A layer that has been added.
     *
     * @param trainable as its settings say
     * @param outputs the names of its outputs
     */
    record Added(String name, boolean trainable, List<String> outputs) {}

    /** @param isKeras3 whether the file was written by Keras 3 */
    ArchitectureBuilder(Path file, KerasReader reader, ChannelsLast channelsLast, boolean isKeras3) {
        this.masks = new StepMasks(isKeras3);
        this.file = file;
        this.reader = reader;
        this.channelsLast = channelsLast;
        this.notes = new ReadingNotes(reader);
    }

    /**
     * Adds a layer whose inputs have been added before.
     *
     * @param weightsOf the name of the layer's first call, which may be this one
     * @throws ModelFormatException if it is not one of ours, or does not fit
     */
    Added add(String name, String className, JsonNode settings, List<String> inputs, String weightsOf) {
        LayerConfig asFed = config(name, className, settings, inputs);
        if (className.equals("InputLayer")) {
            return addInput(asFed, "batch_input_shape");
        }
        List<String> ordered = inOrder(asFed, inputs);
        LayerConfig here = channelsLast.settings(config(name, className, settings, ordered), ordered);
        Added added = NormalizedAxis.of(here)
                .map(axis -> addBetween(axis, here, asFed, ordered, inputs, weightsOf))
                .orElseGet(() ->
                        add(here, asFed, WholeOperations.of(here, reader.layer(here)), ordered, inputs, weightsOf));
        notes.settings(here, settings);
        form(here, settings).ifPresent(form -> kernels.put(new WeightKey(weightsOf, "kernel"), form));
        return added;
    }

    private Added addBetween(
            NormalizedAxis axis,
            LayerConfig here,
            LayerConfig asFed,
            List<String> ordered,
            List<String> inputs,
            String weightsOf) {
        List<String> last = List.of(permuted(here.name() + "/permute", axis.before(), ordered));
        LayerConfig layer = config(here.name(), here.className(), NormalizedAxis.alongLast(here.settings()), last);
        Added added = add(layer, asFed, reader.layer(layer), last, inputs, weightsOf);
        channelsLast.follow(ordered.get(0), here.name());
        String back = permuted(here.name() + "/permute_back", axis.after(), added.outputs());
        masks.after(asFed, nodes.get(nodes.size() - 1).layer(), inputs, List.of(back));
        return new Added(added.name(), added.trainable(), List.of(back));
    }

    private String permuted(String name, List<Integer> order, List<String> inputs) {
        add(config(name, "Permute", MissingNode.getInstance(), inputs), new Permute(order), inputs, name);
        channelsLast.follow(inputs.get(0), name);
        return name;
    }

    private Optional<StoredLayouts.Form> form(LayerConfig here, JsonNode settings) {
        boolean channelsFirst = settings.path("data_format").asText().equals("channels_first");
        Layer layer = nodes.get(nodes.size() - 1).layer();
        if (layer instanceof LocallyConnected local && here.className().startsWith("Locally")) {
            Shape picture = local.picture(here.inputs().get(0));
            int implementation = settings.path("implementation").asInt(1);
            return Optional.of(new LocalKernel(local, picture, implementation, channelsFirst));
        }
        return here.className().startsWith("Conv")
                ? Optional.of(new StoredLayouts.Kernel(here.className(), channelsFirst))
                : Optional.empty();
    }

    private Added add(
            LayerConfig here,
            LayerConfig asFed,
            Layer read,
            List<String> ordered,
            List<String> inputs,
            String weightsOf) {
        Layer layer = masks.skipping(read);
        List<String> fedBy = new ArrayList<>(ordered);
        if (StepMasks.isGiven(read)) {
            StepMasks.Mask given = StepMasks.given(fedBy.remove(fedBy.size() - 1));
            addMask(given);
            fedBy.add(given.name());
        }
        Optional<MaskUses.Use> use = new MaskUses(masks).of(asFed, read, inputs);
        if (use.isPresent()) {
            layer = use.get().layer();
            for (StepMasks.Mask mask : use.get().masks()) {
                addMask(mask);
                fedBy.add(mask.name());
            }
        }
        LayerConfig fed = config(here.name(), here.className(), here.settings(), fedBy);
        Added added = withOutputs(fed, layer, add(fed, layer, fedBy, weightsOf));
        masks.after(asFed, read, inputs, added.outputs().subList(0, 1));
        return added;
    }

    private void addMask(StepMasks.Mask mask) {
        if (!has(mask.name())) {
            mask.within().forEach(this::addMask);
            List<String> inputs = mask.inputs();
            add(config(mask.name(), "Masking", MissingNode.getInstance(), inputs), mask.layer(), inputs, mask.name());
        }
    }

    /** Adds the outputs of a layer that has several. */
    private Added withOutputs(LayerConfig config, Layer layer, Added added) {
        List<Shape> outputShapes =
                layer instanceof SeveralOutputs several ? several.outputShapes(config.inputs()) : List.of();
        if (outputShapes.size() < 2) {
            return added;
        }
        List<String> all = List.of(added.name());
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < outputShapes.size(); i++) {
            String output = added.name() + "/output_" + i;
            LayerConfig part = config(output, config.className(), MissingNode.getInstance(), all);
            add(part, CallOutput.of(i, outputShapes), all, output);
            channelsLast.settings(part, all);
            outputs.add(output);
        }
        return new Added(added.name(), added.trainable(), outputs);
    }

    private LayerConfig config(String name, String className, JsonNode settings, List<String> inputs) {
        List<Shape> inputShapes = inputs.stream().map(shapes::get).toList();
        return new LayerConfig(file, name, className, settings, inputShapes);
    }

    /** The inputs of a layer with their dimensions in the order that it needs. */
    private List<String> inOrder(LayerConfig layer, List<String> inputs) {
        List<String> ordered = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String input = inputs.get(i);
            String permuted = layer.name() + "/permute" + (inputs.size() > 1 ? "_" + i : "");
            boolean isChanged = channelsLast
                    .orderBefore(layer, input, layer.inputs().get(i), inputs)
                    .map(order -> {
                        LayerConfig permute = config(permuted, "Permute", MissingNode.getInstance(), List.of(input));
                        add(permute, new Permute(order), List.of(input), permuted);
                        channelsLast.reordered(input, permuted);
                        return true;
                    })
                    .orElse(false);
            ordered.add(isChanged ? permuted : input);
        }
        return ordered;
    }

    /** Adds an input of the shape that a setting says. */
    Added addInput(LayerConfig config, String setting) {
        Shape shape = config.batchShape(setting, reader.openDimensions().map(channelsLast::inFileOrder));
        if (config.className().equals("InputLayer")) {
            LayerConfigReader.checkInput(config);
        }
        return add(config, new Input(channelsLast.input(config.name(), shape)), List.of(), config.name());
    }

    private Added add(LayerConfig config, Layer layer, List<String> inputs, String weightsOf) {
        boolean trainable =
                layer instanceof Input || config.settings().path("trainable").asBoolean(true);
        Shape shape;
        List<WeightSpec> weights;
        try {
            nodes.add(new Node(config.name(), layer, inputs, weightsOf, trainable));
            shape = layer.outputShape(config.inputs());
            weights = layer.weights(config.inputs());
        } catch (ModelException | ArithmeticException e) {
            throw config.error(e);
        }
        if (shapes.put(config.name(), shape) != null) {
            throw config.error("another layer has the same name; layer names must be unique");
        }
        weightSpecs.put(config.name(), weightsOf.equals(config.name()) ? weights : List.of());
        return new Added(config.name(), trainable, List.of(config.name()));
    }

    /** Says what is done instead, if a layer that has been added is another while it is trained. */
    void noteTraining(String name, String className) {
        nodes.stream()
                .filter(added -> added.name().equals(name))
                .findFirst()
                .ifPresent(node -> notes.training(
                        node, node.inputs().stream().map(shapes::get).toList(), className));
    }

    /** The shape of an output for one example, as the file has it. */
    Shape shapeInFile(String name) {
        return channelsLast.inFileOrder(name, shapeOf(name));
    }

    private Shape shapeOf(String name) {
        return Objects.requireNonNull(shapes.get(name), name);
    }

    /** Adds what is the same for each example. */
    void addConstant(String name, Tensor value) {
        List<String> before = List.of(nodes.get(0).name());
        for (ConstantSteps.Step step : ConstantSteps.of(shapeOf(before.get(0)), value)) {
            String here = name + step.name();
            add(config(here, "constant", MissingNode.getInstance(), before), step.layer(), before, here);
            channelsLast.plain(here);
            before = List.of(here);
        }
    }

    boolean has(String name) {
        return shapes.containsKey(name);
    }

    /** Says that a file keeps the weights of a layer together. */
    WeightGroup group(String name, String kind, Added layer) {
        return group(name, kind, List.of(layer), List.of());
    }

    /**
     * Says that a file keeps the weights of some layers together. Keras lists those that are trained first, of all layers, and the others after
     * them; a layer that is frozen has none that is trained.
     */
    WeightGroup group(String name, String kind, List<Added> layers, List<WeightGroup> within) {
        List<WeightKey> trained = new ArrayList<>();
        List<WeightKey> others = new ArrayList<>();
        for (Added layer : layers) {
            (layer.trainable() ? trained : others).addAll(keys(layer, true));
            others.addAll(keys(layer, false));
        }
        trained.addAll(others);
        return new WeightGroup(name, kind, trained, within);
    }

    void keep(WeightGroup group) {
        groups.add(group);
    }

    private List<WeightKey> keys(Added layer, boolean trainable) {
        return weightSpecs.getOrDefault(layer.name(), List.of()).stream()
                .filter(spec -> spec.trainable() == trainable)
                .map(spec -> new WeightKey(layer.name(), spec.name()))
                .toList();
    }

    KerasArchitecture sequential(String name, List<String> outputs) {
        return build(name, Model.Topology.simplest(nodes, outputs), outputs);
    }

    KerasArchitecture functional(String name, List<String> outputs) {
        return build(name, Model.Topology.FUNCTIONAL, outputs);
    }

    private KerasArchitecture build(String name, Model.Topology topology, List<String> outputs) {
        outputs.forEach(output -> channelsLast.checkOutput(file, output));
        Map<WeightKey, Shape> weights = new LinkedHashMap<>();
        weightSpecs.forEach((layer, specs) ->
                specs.forEach(spec -> weights.put(new WeightKey(layer, spec.name()), spec.shape())));
        return new KerasArchitecture(
                file, name, topology, nodes, outputs, weights, groups, new StoredLayouts(kernels, channelsLast));
    }
}
