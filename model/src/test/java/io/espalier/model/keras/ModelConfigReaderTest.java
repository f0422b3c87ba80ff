// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigReaderTest {
    private static final Path FILE = Path.of("some.h5");

    static Stream<Arguments> settingsOfOtherLayers() {
        return Stream.of(
                Arguments.of(Conv2D.of(2, 3), "\"groups\":1", "\"groups\":2", new GroupedConv2D(2, Conv2D.of(2, 3))),
                Arguments.of(
                        new GlobalAveragePooling2D(),
                        "\"keepdims\":false",
                        "\"keepdims\":true",
                        new GlobalAveragePooling2D(true)),
                Arguments.of(
                        new Identity(), "\"class_name\":\"Identity\"", "\"class_name\":\"RandomFlip\"", new Identity()),
                Arguments.of(new Softmax(), "\"axis\":-1", "\"axis\":1", new SoftmaxAlong(0)),
                Arguments.of(new Concatenate(), "\"axis\":-1", "\"axis\":2", new ConcatenateAlong(1)),
                Arguments.of(
                        ReLU.max(6), "\"negative_slope\":0.0", "\"negative_slope\":0.5", new GeneralReLU(6, 0.5f, 0)),
                Arguments.of(ReLU.max(6), "\"threshold\":0.0", "\"threshold\":1.0", new GeneralReLU(6, 0, 1)));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("settingsOfOtherLayers")
    void settingsThatALayerLacksMakeItAnother(Layer layer, String written, String changed, Layer expected)
            throws IOException {
        String config = new ModelConfigWriter(Layers.modelWith(layer)).write().toString();
        assertThat(config).contains(written);

        List<Node> nodes = read(config.replace(written, changed)).nodes();

        assertThat(nodes.get(nodes.size() - 1).layer()).isEqualTo(expected);
    }

    static Stream<Arguments> settingsThatOurLayersLack() {
        return Stream.of(
                Arguments.of(Bidirectional.of(LSTM.of(2)), "\"concat\"", "\"dot\"", "supported: ave, concat, mul, sum"),
                Arguments.of(Conv2DTranspose.of(2, 2), "\"groups\":1", "\"groups\":2", "only 1 is supported"),
                Arguments.of(
                        Conv2DTranspose.of(2, 2),
                        "\"output_padding\":null",
                        "\"output_padding\":[1,1]",
                        "an output padding of [1, 1] does not fit strides of [1, 1]"),
                Arguments.of(new Permute(List.of(2, 0, 1)), "[3,1,2]", "[0,3,1,2]", "dimension 0 is the batch"),
                Arguments.of(
                        Conv2D.of(2, 3), "\"linear\"", "\"glu\"", "'activation' is \"glu\"; supported: linear, celu"),
                Arguments.of(
                        Conv2D.of(2, 3), "\"valid\"", "\"causal\"", "'padding' is \"causal\"; supported: same, valid"),
                Arguments.of(Conv2D.of(2, 3), "\"kernel_size\":[3,3]", "\"kernel_size\":[3]", "'kernel_size' is [3]"),
                Arguments.of(Conv2D.of(2, 3), "\"filters\":2", "\"filters\":-2", "at least one filter"),
                Arguments.of(Conv2D.of(2, 3), "\"filters\":2,", "", "missing setting 'filters'"),
                Arguments.of(
                        Conv2D.of(2, 3), "\"dtype\":\"float32\",\"fi", "\"dtype\":\"float64\",\"fi", "only float32"),
                Arguments.of(DepthwiseConv2D.of(3), "\"strides\":[1,1]", "\"strides\":[1,2]", "same stride"),
                Arguments.of(MaxPooling2D.of(2), "\"pool_size\":[2,2]", "\"pool_size\":[20,2]", "does not fit"),
                Arguments.of(
                        BatchNormalization.defaults(),
                        "\"axis\":[3]",
                        "\"axis\":[1,2]",
                        "'axis' is [1,2]; only the last, -1 or 3"),
                Arguments.of(
                        new Dropout(0.5f), "\"noise_shape\":null", "\"noise_shape\":[1,8]", "'noise_shape' is [1,8]"),
                Arguments.of(ZeroPadding2D.of(1), "[[1,1],[1,1]]", "[[1,1]]", "[[top, bottom], [left, right]]"),
                Arguments.of(
                        Dense.of(2),
                        "\"class_name\":\"Dense\"",
                        "\"class_name\":\"Hashing\"",
                        "(Hashing): this layer is not supported"),
                Arguments.of(
                        Dense.of(2),
                        "\"units\":2",
                        "\"units\":2,\"fancy\":[0.5]",
                        "'fancy' is [0.5]; this setting is not supported"),
                Arguments.of(
                        BatchNormalization.defaults(),
                        "\"center\":true",
                        "\"center\":true,\"renorm\":true",
                        "'renorm' is true; this setting is not supported"),
                Arguments.of(
                        SimpleRNN.of(2),
                        "\"tanh\"",
                        "{\"class_name\":\"LeakyReLU\",\"config\":{\"name\":\"l\",\"alpha\":0.2}}",
                        "'activation' is {\"class_name\":\"LeakyReLU\""),
                Arguments.of(Dense.of(2), "[null,8,6,4]", "[null,null,6,4]", "only the batch dimension may be open"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("settingsThatOurLayersLack")
    void whatOurLayersLackIsRefused(Layer layer, String written, String changed, String problem) {
        String config = new ModelConfigWriter(Layers.modelWith(layer)).write().toString();
        assertThat(config).contains(written);

        assertThatThrownBy(() -> read(config.replace(written, changed)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5: layer '", problem);
    }

    /** As Python takes them: 1 for true, null for the default, floats for whole numbers; and what does not matter. */
    static Stream<Arguments> settingsThatPythonTakesToo() {
        return Stream.of(
                Arguments.of(BatchNormalization.defaults(), "\"scale\":true", "\"scale\":1"),
                Arguments.of(BatchNormalization.defaults(), "\"momentum\":0.99", "\"momentum\":null"),
                Arguments.of(BatchNormalization.defaults(), "\"scale\":true", "\"scale\":true,\"renorm\":0"),
                Arguments.of(Dense.of(2), "\"use_bias\":true", "\"use_bias\":null"),
                Arguments.of(Dense.of(2), "\"activation\":\"linear\"", "\"activation\":null"),
                Arguments.of(Dense.of(2), "\"units\":2", "\"units\":2.0"),
                Arguments.of(Dense.of(2), "\"units\":2", "\"units\":2,\"kernel_init\":\"he\",\"later\":null"),
                Arguments.of(new Dropout(0), "\"rate\":0.0", "\"rate\":0"),
                Arguments.of(LSTM.of(2), "\"stateful\":false", "\"stateful\":0"),
                Arguments.of(LSTM.of(2), "\"return_state\":false", "\"return_state\":true"),
                Arguments.of(Bidirectional.of(LSTM.of(2)), "\"dtype\":\"float32\",\"ret", "\"dtype\":null,\"ret"),
                Arguments.of(
                        new Embedding(3, 2), "\"dtype\":\"float32\",\"input_dim", "\"dtype\":\"int32\",\"input_dim"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("settingsThatPythonTakesToo")
    void settingsAreReadAsPythonDoes(Layer layer, String written, String changed) throws IOException {
        String config = new ModelConfigWriter(Layers.modelWith(layer)).write().toString();
        assertThat(config).contains(written);

        List<Node> nodes = read(config.replace(written, changed)).nodes();

        assertThat(nodes.get(nodes.size() - 1).layer()).isEqualTo(layer);
    }

    @Test
    void argumentsOfCallsThatSayWhatHoldsAnywayAreTaken() throws IOException {
        String arguments = "{\"training\":false,\"mask\":[null,null],\"name\":\"b\"}";

        KerasArchitecture read = read(functional().replace("[\"a\",0,0,{}]", "[\"a\",0,0," + arguments + "]"));

        assertThat(read.nodes().get(1).layer()).isEqualTo(Dense.of(2));
    }

    @Test
    void aStateThatIsKeptBetweenBatchesIsNotedAndOneThatIsNotReturnedIsRefused() throws IOException {
        FunctionalBuilder graph = Model.functional();
        Model model = graph.build(1, graph.apply("r", LSTM.of(2), graph.input(3, 2)));
        String config = new ModelConfigWriter(model).write().toString();
        List<String> notes = new ArrayList<>();

        ModelConfigReader.read(
                FILE,
                new JsonMapper().readTree(config.replace("\"stateful\":false", "\"stateful\":true")),
                KerasReader.standard().withNotes(notes::add));

        assertThat(notes).singleElement().asString().contains("layer 'r' (LSTM) is stateful", "starts each sequence");
        assertThatThrownBy(() -> read(config.replace("[[\"r\",0,0]]", "[[\"r\",0,0],[\"r\",0,1]]")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("output 1 of layer 'r' is used, but the layer has 1 here");
    }

    @Test
    void aMaskThatNoLayerUsesChangesNothing() throws IOException {
        FunctionalBuilder graph = Model.functional();
        Model model = graph.build(1, graph.apply(new Flatten(), graph.apply("e", new Embedding(3, 2), graph.input(4))));

        assertThat(read(masked(model)).nodes()).isEqualTo(model.nodes());
    }

    private static String masked(Model model) {
        return new ModelConfigWriter(model).write().toString().replace("\"mask_zero\":false", "\"mask_zero\":true");
    }

    @Test
    void aConstantAsAnArgumentOfACallIsRefused() {
        String keras3 =
                "[{\"args\":[{\"class_name\":\"__keras_tensor__\",\"config\":{\"keras_history\":[\"a\",0,0]}},0.5],"
                        + "\"kwargs\":{}}]";

        assertThatThrownBy(() -> read(functional().replace("[[[\"a\",0,0,{}]]]", keras3)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'b' (Dense)", "called with arguments {\"1\":0.5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[\"a\",1,0,{}]]] | takes input [\"a\",1,0,{}]",
                "[[[\"a\",0,0,{\"mask\":3}]]] | called with arguments {\"mask\":3}",
                "[[[\"nowhere\",0,0,{}]]] | [nowhere]",
                "[{\"args\":[],\"kwargs\":{}}] | expects one input"
            })
    void graphsBeyondOursAreRefused(String inboundNodes, String problem) {
        String config = functional().replace("[[[\"a\",0,0,{}]]]", inboundNodes);

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5", "'b'", problem);
    }

    @Test
    void anotherKindOfModelIsRefused() {
        assertThatThrownBy(() -> read("{\"class_name\":\"MyModel\",\"config\":{}}"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5", "MyModel", "Sequential and Functional");
    }

    @Test
    void aModelOfTheFormerNameIsFunctional() throws IOException {
        KerasArchitecture read = read(functional().replace("\"Functional\"", "\"Model\""));

        assertThat(read.topology()).isEqualTo(Model.Topology.FUNCTIONAL);
    }

    @Test
    void inputsOfWholeNumbersAreTaken() throws IOException {
        String config = new ModelConfigWriter(Layers.modelWith(new Embedding(3, 2)))
                .write()
                .toString();

        KerasArchitecture read = read(config.replace("[null,6],\"dtype\":\"float32\"", "[null,6],\"dtype\":\"int32\""));

        assertThat(read.nodes().get(1).layer()).isEqualTo(new Embedding(3, 2));
    }

    @Test
    void aSequentialModelWithoutNameIsAListOfLayers() throws IOException {
        KerasArchitecture read = read("""
                {"class_name": "Sequential", "config": [{"class_name": "Flatten",
                 "config": {"name": "flatten_1", "batch_input_shape": [null, 2, 2], "dtype": "float32"}}]}""");

        assertThat(read.nodes()).extracting(Node::name).containsExactly("flatten_1_input", "flatten_1");
    }

    @Test
    void aSequentialModelWhoseInputIsNowhereIsRefused() {
        assertThatThrownBy(() -> read("""
                {"class_name": "Sequential", "config": [{"class_name": "Flatten", "config": {"name": "flatten_1"}}]}"""))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'flatten_1'", "batch_input_shape");
    }

    @Test
    void theOrderOfInputsIsThatOfInputLayers() throws IOException {
        FunctionalBuilder graph = Model.functional();
        Model model = graph.build(1, graph.apply(new Concatenate(), graph.input(2), graph.input(2)));
        String config = new ModelConfigWriter(model).write().toString();

        KerasArchitecture read = read(config.replace(
                "\"input_layers\":[[\"input\",0,0],[\"input_1\",0,0]]",
                "\"input_layers\":[[\"input_1\",0,0],[\"input\",0,0]]"));

        assertThat(read.nodes()).extracting(Node::name).containsExactly("input_1", "input", "concatenate");
    }

    /** An input 'a' and a Dense 'b'. */
    private static String functional() {
        FunctionalBuilder graph = Model.functional();
        Model model = graph.build(1, graph.apply("b", Dense.of(2), graph.input(2)));
        return new ModelConfigWriter(model).write().toString().replace("\"input\"", "\"a\"");
    }

    private static KerasArchitecture read(String config) throws IOException {
        return ModelConfigReader.read(FILE, new JsonMapper().readTree(config), KerasReader.standard());
    }
}
