// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.hdf.HdfGroup;
import io.espalier.model.keras.hdf.HdfWriter;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that are layers of others, in the form that Keras 2 saves them: the inner {@code model_config} in the place of settings, calls of
 * it counted from 1, and its weights in one group, those that are trained first.
 */
class NestedModelsTest {
    private static final String INPUT = """
            {"class_name": "InputLayer", "name": "pixels", "inbound_nodes": [],
             "config": {"name": "pixels", "batch_input_shape": [null, 6, 6, 2], "dtype": "float32"}}""";

    private final Model encoder = encoder();
    private final Model head = Model.sequential("head")
            .input(6, 6, 3)
            .add(new Flatten())
            .add(Dense.of(4))
            .build(5);

    @TempDir
    private Path folder;

    private static Model encoder() {
        FunctionalBuilder graph = Model.functional("encoder");
        SymbolicTensor picture = graph.input(6, 6, 2);
        SymbolicTensor normalized = graph.apply(
                BatchNormalization.defaults(), graph.apply(Conv2D.of(3, 1).withoutBias(), picture));
        SymbolicTensor branch = graph.apply(Conv2D.of(3, 1), normalized);
        return graph.build(4, graph.apply(new Add(), normalized, branch), branch);
    }

    /** The encoder's sum, gated by its branch, through the head. */
    private String functional(String encoderJson) {
        return """
                {"class_name": "Functional", "config": {"name": "whole", "layers": [%s, %s,
                  {"class_name": "Multiply", "name": "gated", "config": {"name": "gated", "dtype": "float32"},
                   "inbound_nodes": [[["encoder", 1, 0, {}], ["encoder", 1, 1, {}]]]}, %s],
                 "input_layers": [["pixels", 0, 0]], "output_layers": [["head", 1, 0]]}}""".formatted(INPUT, called(encoderJson, "pixels"), called(json(head), "gated"));
    }

    private static String called(String model, String input) {
        String call = ", \"inbound_nodes\": [[[\"" + input + "\", 0, 0, {}]]]}";
        return model.substring(0, model.length() - 1) + call;
    }

    private static String json(Model model) {
        return new ModelConfigWriter(model).write().toString();
    }

    private Path file(String config, List<WeightKey> ofEncoder) throws IOException {
        HdfGroup root = new HdfGroup();
        root.put(KerasAttributes.MODEL_CONFIG, config);
        HdfGroup layers = root.group(KerasAttributes.MODEL_WEIGHTS);
        put(layers.group("encoder"), encoder, ofEncoder);
        put(layers.group("head"), head, List.copyOf(head.weights().keys()));
        put(layers.group("gated"), head, List.of());
        put(layers.group("pixels"), head, List.of());
        Path file = folder.resolve("nested.h5");
        HdfWriter.write(root, file);
        return file;
    }

    private static void put(HdfGroup group, Model model, List<WeightKey> keys) {
        group.put(
                KerasAttributes.WEIGHT_NAMES,
                keys.stream().map(key -> key + ":0").toList());
        keys.forEach(key -> group.dataset(key + ":0", model.weights().get(key)));
    }

    private static List<WeightKey> keys(String... names) {
        return Stream.of(names)
                .map(name -> name.split("/"))
                .map(parts -> new WeightKey(parts[0], parts[1]))
                .toList();
    }

    /** As {@code trainable_weights + non_trainable_weights} of the whole encoder. */
    private static final List<WeightKey> TRAINED_FIRST = keys(
            "conv2d/kernel",
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "conv2d_1/kernel",
            "conv2d_1/bias",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance");

    @Test
    void layersOfModelsWithinComeUnderTheirNamesWithTheirWeights() throws IOException {
        Model read = KerasFiles.read(file(functional(json(encoder)), TRAINED_FIRST));

        assertThat(read.nodes())
                .extracting(Node::name)
                .containsExactly(
                        "pixels",
                        "encoder/conv2d",
                        "encoder/batch_normalization",
                        "encoder/conv2d_1",
                        "encoder/add",
                        "gated",
                        "head/flatten",
                        "head/dense");
        assertThat(read.node("gated").inputs()).containsExactly("encoder/add", "encoder/conv2d_1");
        assertThat(read.weights()).isEqualTo(whole().weights());
        assertThat(read.outputs()).containsExactly("head/dense");
        assertThat(read.topology()).isEqualTo(Model.Topology.FUNCTIONAL);
    }

    private Model whole() {
        FunctionalBuilder graph = Model.functional("whole");
        List<SymbolicTensor> encoded = graph.applyAll(encoder, graph.input(6, 6, 2));
        return graph.build(9, graph.apply(head, graph.apply(new Multiply(), encoded.toArray(SymbolicTensor[]::new))));
    }

    @Test
    void weightsOfFrozenLayersComeAfterThoseThatAreTrained() throws IOException {
        String frozen = json(encoder)
                .replace("\"name\":\"conv2d\",\"trainable\":true", "\"name\":\"conv2d\",\"trainable\":false")
                .replace(
                        "\"name\":\"batch_normalization\",\"trainable\":true",
                        "\"name\":\"batch_normalization\",\"trainable\":false");
        List<WeightKey> order = keys(
                "conv2d_1/kernel",
                "conv2d_1/bias",
                "conv2d/kernel",
                "batch_normalization/gamma",
                "batch_normalization/beta",
                "batch_normalization/moving_mean",
                "batch_normalization/moving_variance");

        Model read = KerasFiles.read(file(functional(frozen), order));

        assertThat(read.weights()).isEqualTo(whole().weights());
        assertThat(read.weights().keys()).startsWith(new WeightKey("encoder/conv2d", "kernel"));
    }

    @Test
    void aSequentialModelThatStartsWithAModelTakesItsInput() throws IOException {
        Model stem =
                Model.sequential("stem").input(6, 6, 2).add(Conv2D.of(3, 1)).build(1);

        KerasArchitecture read = read("""
                {"class_name": "Sequential", "config": {"name": "whole", "layers": [%s, %s]}}""".formatted(json(stem), json(head)));

        assertThat(read.nodes())
                .extracting(Node::name)
                .containsExactly("stem_input", "stem/conv2d", "head/flatten", "head/dense");
        assertThat(read.topology()).isEqualTo(Model.Topology.SEQUENTIAL);
    }

    @Test
    void aSequentialModelWithBranchesWithinIsAFunctionalOne() throws IOException {
        FunctionalBuilder graph = Model.functional("residual");
        SymbolicTensor input = graph.input(3);
        Model residual = graph.build(1, graph.apply(new Add(), input, graph.apply(Dense.of(3), input)));

        KerasArchitecture read = read("""
                {"class_name": "Sequential", "config": {"name": "whole", "layers": [%s]}}""".formatted(json(residual)));

        assertThat(read.topology()).isEqualTo(Model.Topology.FUNCTIONAL);
    }

    @Test
    void modelsMayBeWithinModelsWithin() throws IOException {
        Model inner = Model.sequential("inner")
                .input(3)
                .add("f", Activation.of(ActivationFunction.RELU))
                .build(1);
        String middle = """
                {"class_name": "Sequential", "config": {"name": "middle", "layers": [%s]}}""".formatted(json(inner));

        KerasArchitecture read = read("""
                {"class_name": "Sequential", "config": {"name": "whole", "layers": [%s]}}""".formatted(middle));

        assertThat(read.nodes()).extracting(Node::name).containsExactly("middle_input", "middle/inner/f");
    }

    @Test
    void aModelThatIsCalledTwiceHasItsWeightsOnce() throws IOException {
        String config = functional(json(encoder)).replace("[[[\"pixels\", 0, 0, {}]]]", """
                [[["pixels", 0, 0, {}]], [["pixels", 0, 0, {}]]]""");

        KerasArchitecture once = read(functional(json(encoder)));
        KerasArchitecture read = read(config);

        assertThat(read.shapes()).isEqualTo(once.shapes());
        assertThat(read.nodes())
                .filteredOn(node -> node.name().endsWith("_call_2"))
                .isNotEmpty()
                .allMatch(node -> node.weightsOf().equals(node.name().replace("_call_2", "")));
    }

    @Test
    void aModelWithinThatLacksAWeightIsRefused() throws IOException {
        Path file = file(functional(json(encoder)), TRAINED_FIRST.subList(0, 6));

        assertThatThrownBy(() -> KerasFiles.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(
                        "layer 'encoder' (Functional)", "encoder/batch_normalization/moving_variance", "incomplete");
    }

    private static KerasArchitecture read(String config) throws IOException {
        return ModelConfigReader.read(Path.of("some.h5"), new JsonMapper().readTree(config), KerasReader.standard());
    }
}
