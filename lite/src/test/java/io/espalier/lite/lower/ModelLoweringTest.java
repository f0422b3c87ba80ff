// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelLoweringTest {
    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(Conv2D.of(4, 3), "CONV_2D 1"),
                Arguments.of(
                        Conv2D.of(4, 3).withDilation(2).withActivation(ActivationFunction.TANH), "CONV_2D 1, TANH 1"),
                Arguments.of(DepthwiseConv2D.of(3), "DEPTHWISE_CONV_2D 1"),
                Arguments.of(DepthwiseConv2D.of(3).withDilation(2), "DEPTHWISE_CONV_2D 2"),
                Arguments.of(Dense.of(4), "FULLY_CONNECTED 5"),
                Arguments.of(MaxPooling2D.of(2), "MAX_POOL_2D 1"),
                Arguments.of(AveragePooling2D.of(2), "AVERAGE_POOL_2D 1"),
                Arguments.of(new GlobalAveragePooling2D(), "MEAN 1"),
                Arguments.of(new Flatten(), "RESHAPE 1"),
                Arguments.of(BatchNormalization.defaults(), "MUL 1, ADD 1"),
                Arguments.of(ReLU.unbounded(), "RELU 1"),
                Arguments.of(ReLU.max(6), "RELU6 1"),
                Arguments.of(ReLU.max(2), "RELU 1, MINIMUM 1"),
                Arguments.of(new Softmax(), "SOFTMAX 1"),
                Arguments.of(Activation.of(ActivationFunction.SIGMOID), "LOGISTIC 1"),
                Arguments.of(ZeroPadding2D.of(1), "PAD 1"));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void eachLayerBecomesPlainOperatorsAtTheLowestVersion(Layer layer, String operators) {
        assertOperators(Model.sequential().input(6, 6, 2).add(layer).build(1), operators);
    }

    private static void assertOperators(Model model, String operators) {
        Graph graph = ModelLowering.lower(model);

        assertThat(graph.main().operators())
                .extracting(operator ->
                        operator.code().name() + " " + operator.code().version())
                .containsExactly(operators.split(", "));
        assertThat(GraphVerifier.problems(graph)).isEmpty();
    }

    static Stream<Arguments> layersOfSequences() {
        return Stream.of(
                Arguments.of(Conv1D.of(4, 3), "RESHAPE 1, CONV_2D 1, RESHAPE 1"),
                Arguments.of(MaxPooling1D.of(2), "RESHAPE 1, MAX_POOL_2D 1, RESHAPE 1"),
                Arguments.of(AveragePooling1D.of(2), "RESHAPE 1, AVERAGE_POOL_2D 1, RESHAPE 1"),
                Arguments.of(new GlobalAveragePooling1D(), "MEAN 1"),
                Arguments.of(new GlobalMaxPooling1D(), "REDUCE_MAX 1"),
                Arguments.of(
                        Conv1D.of(4, 3).withPadding(TemporalPadding.CAUSAL).withActivation(ActivationFunction.SIGMOID),
                        "RESHAPE 1, PAD 1, CONV_2D 1, LOGISTIC 1, RESHAPE 1"));
    }

    @ParameterizedTest
    @MethodSource("layersOfSequences")
    void windowsSlideOverSequencesAsOverPicturesOfHeightOne(Layer layer, String operators) {
        assertOperators(Model.sequential().input(6, 2).add(layer).build(1), operators);
    }

    @Test
    void factorsOfFewerDimensionsAreReshapedBehindTheBatch() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor picture = builder.input(6, 6, 2);
        SymbolicTensor channels = builder.apply(new GlobalAveragePooling2D(), picture);

        assertOperators(
                builder.build(1, builder.apply(new Multiply(), channels, picture, picture)),
                "MEAN 1, RESHAPE 1, MUL 1, MUL 1");
    }

    @Test
    void whatDependsOnWeightsAloneHasNoBatchAndIsComputedWhileConverting() {
        Model model = normalizing(
                Model.sequential().input(6, 6, 2).add(new Normalization()).build(1));

        assertThat(ModelLowering.lower(model).main().tensors())
                .filteredOn(tensor ->
                        tensor.name().endsWith("/sqrt") || tensor.name().endsWith("/maximum"))
                .extracting(Tensor::dynamicShape)
                .containsExactly(Ints.of(2), Ints.of(2));
        assertThat(kinds(Converter.convert(model))).containsExactly("ADD", "MUL");
    }

    @ParameterizedTest
    @CsvSource({"SAME, 'MUL, ADD, CONV_2D'", "VALID, CONV_2D"})
    void normalizedPicturesAreMultipliedAndShiftedOnceAtMost(Padding padding, String operators) {
        Model model = normalizing(Model.sequential()
                .input(6, 6, 2)
                .add(Rescaling.of(1 / 255f, 0))
                .add(new Normalization())
                .add(Conv2D.of(4, 3).withPadding(padding))
                .build(1));

        assertThat(kinds(Converter.convert(model))).containsExactly(operators.split(", "));
    }

    @Test
    void theFrontOfAnEfficientNetIsOneProductAndOneSum() {
        Model model = normalizing(EfficientNet.B0.buildForImageNetWeights(Size.square(32), Head.classes(10), 1));

        assertThat(kinds(Converter.convert(model))).startsWith("MUL", "ADD", "CONV_2D");
    }

    /** With a mean other than 0 and a variance other than 1 in each layer that has one. */
    private static Model normalizing(Model model) {
        return model.withWeights(model.weights()
                .map((key, weight) ->
                        key.weight().equals("mean") || key.weight().equals("variance")
                                ? io.espalier.model.tensor.Tensor.filled(weight.shape(), 0.25f)
                                : weight));
    }

    private static List<String> kinds(Graph graph) {
        return graph.main().operators().stream()
                .map(operator -> operator.code().name())
                .toList();
    }

    @Test
    void severalInputsAndOutputsKeepTheirOrderAndNames() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.input(4);
        SymbolicTensor right = builder.input(4);
        SymbolicTensor sum = builder.apply(new Add(), left, right, left);
        SymbolicTensor head = builder.apply("head", Dense.of(2), sum);

        Graph graph = ModelLowering.lower(builder.build(1, head, sum));

        assertThat(graph.signatures().get(0).inputs())
                .extracting(NamedTensor::name)
                .containsExactly("input", "input_1");
        assertThat(graph.signatures().get(0).outputs())
                .extracting(NamedTensor::name)
                .containsExactly("head", "add");
        assertThat(graph.main().outputs().stream().mapToObj(graph.main()::tensor))
                .extracting(Tensor::name, Tensor::dynamicShape)
                .containsExactly(tuple("head", Ints.of(-1, 2)), tuple("add", Ints.of(-1, 4)));
    }

    @Test
    void layersThatNoOutputDependsOnAreLeftOut() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(4);
        builder.apply(Dense.of(3), input);

        Graph graph = ModelLowering.lower(builder.build(1, builder.apply(new Softmax(), input)));

        assertThat(graph.main().operators())
                .extracting(operator -> operator.code().builtin())
                .containsExactly(BuiltinOperator.SOFTMAX);
    }

    @Test
    void anInputThatIsAnOutputIsCopied() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(4);
        Model model = builder.build(1, builder.apply(new Dropout(0.5f), input), input);

        Graph graph = Converter.convert(model);

        assertThat(graph.main().operators())
                .extracting(operator -> operator.code().builtin())
                .containsExactly(BuiltinOperator.RESHAPE, BuiltinOperator.RESHAPE);
        List<Integer> outputs =
                graph.main().outputs().stream().boxed().distinct().toList();
        assertThat(outputs)
                .hasSize(2)
                .doesNotContainAnyElementsOf(
                        graph.main().inputs().stream().boxed().toList());
    }

    @Test
    void aVarianceWithoutARootIsRefusedWithItsChannel() {
        Model model =
                Model.sequential().input(2).add(BatchNormalization.defaults()).build(1);
        Model diverged = model.withWeights(model.weights()
                .map((key, tensor) -> key.weight().equals("moving_variance")
                        ? io.espalier.model.tensor.Tensor.of(tensor.shape(), 1, Float.NaN)
                        : tensor));

        assertThatExceptionOfType(LoweringException.class)
                .isThrownBy(() -> ModelLowering.lower(diverged))
                .withMessageContainingAll("'batch_normalization'", "channel 1", "NaN");
    }

    @Test
    void anEmptyTensorIsRefused() {
        Model model = Model.sequential().input(0, 4).add(new Flatten()).build(1);

        assertThatExceptionOfType(LoweringException.class)
                .isThrownBy(() -> ModelLowering.lower(model))
                .withMessageContainingAll("'input'", "(None, 0, 4)");
    }

    @Test
    void weightsAreLaidOutAsTheOperatorsWantThem() {
        List<Ints> shapes = Stream.of(Conv2D.of(5, 3), DepthwiseConv2D.of(3).withDepthMultiplier(2), Dense.of(7))
                .map(layer -> ModelLowering.lower(
                        Model.sequential().input(6, 6, 2).add(layer).build(1)))
                .map(graph -> graph.main()
                        .tensor(graph.main().operators().get(0).inputs().get(1)))
                .map(Tensor::shape)
                .toList();

        assertThat(shapes).containsExactly(Ints.of(5, 3, 3, 2), Ints.of(1, 3, 3, 4), Ints.of(7, 2));
    }
}
