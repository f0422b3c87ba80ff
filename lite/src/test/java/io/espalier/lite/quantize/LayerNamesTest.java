// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.lower.ModelLowering;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNamesTest {
    private static final Recipe ALL = Recipe.named("weight_only_int8").withLeastElements(2);

    static Stream<Arguments> layersOfNetworks() {
        return Stream.of(sequential(), residual(), depthwise(), sequence(), recurrent(), nested(), severalInputs())
                .flatMap(model -> model.nodes().stream()
                        .map(node -> node.name())
                        .filter(name -> hasKernel(model, name))
                        .map(name -> Arguments.of(model.name(), name, model)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("layersOfNetworks")
    void aLayersNameKeepsThatLayerInFloatAndNoOther(String network, String layer, Model model, @TempDir Path folder)
            throws Exception {
        Graph converted =
                Converter.of(model).withRecipe(ALL.withFloatTensors(layer)).convert();
        Path file = folder.resolve("float.tflite");
        GraphWriter.write(Converter.convert(model), file);
        Graph quantized = Quantizer.of(ALL.withFloatTensors(layer)).quantize(GraphReader.read(file));

        assertThat(kernels(converted, TensorType.FLOAT32))
                .isNotEmpty()
                .allMatch(kernel -> kernel.startsWith(layer + "/"));
        assertThat(kernels(converted, TensorType.INT8)).noneMatch(kernel -> kernel.startsWith(layer + "/"));
        assertThat(kernels(quantized, TensorType.FLOAT32)).isEqualTo(kernels(converted, TensorType.FLOAT32));
    }

    @Test
    void anOperatorOfGooglesFilesIsCalledByItsLayerNotByItsOperation() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mnist_keras/float.tflite"));

        assertThat(Quantizer.ruleNames(graph).stream().flatMap(Optional::stream))
                .contains("conv2d", "dense")
                .noneMatch(name -> name.matches("BiasAdd|MatMul|Relu|Conv2D"));
    }

    @Test
    void stepsThatShareAKernelAreCalledByItTogether() {
        Graph graph = ModelLowering.lower(recurrent());

        List<String> names =
                Quantizer.ruleNames(graph).stream().flatMap(Optional::stream).toList();

        assertThat(names)
                .contains("memory/kernel", "last")
                .filteredOn("memory/recurrent_kernel"::equals)
                .hasSize(4);
        assertThat(kernels(
                        Quantizer.of(ALL.withFloatTensors("memory/recurrent_kernel"))
                                .quantize(graph),
                        TensorType.FLOAT32))
                .containsExactly("memory/recurrent_kernel");
    }

    @Test
    void aLayerWhoseNameBeginsWithACapitalIsNoOperation() {
        Model model = Model.sequential()
                .input(8, 8, 3)
                .add("Conv_1", Conv2D.of(4, 3).withoutBias())
                .add("bn", BatchNormalization.defaults())
                .build(1);

        assertThat(Quantizer.ruleNames(ModelLowering.lower(model))).containsExactly(Optional.of("Conv_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "normalization", "clamp", "first/kernel"})
    void aConvolutionIsFoundByAllThatWasFusedIntoIt(String name) {
        Graph graph = Converter.of(sequential())
                .withRecipe(ALL.withFloatTensors(name))
                .convert();

        assertThat(kernels(graph, TensorType.FLOAT32)).containsExactly("first/kernel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"conv2d", "model/conv2d", "BiasAdd", "model/conv2d/Conv2D", "conv2d/B.*Add$", "^model/conv2d/"})
    void namesThatWereJoinedByTensorFlowsConverterAreFoundOneByOne(String name) {
        Graph graph = Quantizer.of(ALL.withFloatTensors(name)).quantize(joinedNames());

        assertThat(kernels(graph, TensorType.FLOAT32)).containsExactly("model/conv2d/Conv2D");
    }

    @Test
    void aLayerThatIsCalledLikeTheBeginningOfAnotherIsNotMistakenForIt() {
        Model model = Model.sequential()
                .input(4)
                .add("dense", Dense.of(4))
                .add("dense_1", Dense.of(4))
                .build(1);

        Graph byName =
                Converter.of(model).withRecipe(ALL.withFloatTensors("dense")).convert();
        Graph byExpression =
                Converter.of(model).withRecipe(ALL.withFloatTensors("dense.*")).convert();

        assertThat(kernels(byName, TensorType.FLOAT32)).containsExactly("dense/kernel");
        assertThat(kernels(byExpression, TensorType.FLOAT32)).hasSize(2);
    }

    @Test
    void aRuleThatCoversNothingIsRefusedWithTheNamesThereAre() {
        assertRefused(
                Recipe.named("dynamic").withFloatTensors("frst"),
                "keep_float 'frst' matches nothing: no layer or tensor has the name 'frst', and as an expression "
                        + "it matches none (did you mean 'first'?); known names: ");
        assertRefused(
                Recipe.named("dynamic").withRule(Rule.of(null, BuiltinOperator.LSTM, Method.NONE)),
                "the rule 'LSTM: none' matches nothing: the model has no such operator; it has CONV_2D, ");
        assertRefused(
                Recipe.named("dynamic").withRule(Rule.of("first", BuiltinOperator.FULLY_CONNECTED, Method.NONE)),
                "the rule 'FULLY_CONNECTED /first/: none' matches nothing: 'first' only matches operators of another kind: CONV_2D");
    }

    private static void assertRefused(Recipe recipe, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Quantizer.of(recipe).checkRules(ModelLowering.lower(sequential())))
                .withMessageStartingWith(message);
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Converter.of(sequential()).withRecipe(recipe).convert())
                .withMessageStartingWith(message);
    }

    private static boolean hasKernel(Model model, String layer) {
        return model.weightSpecs(model.node(layer)).stream()
                .anyMatch(weight -> weight.name().contains("kernel"));
    }

    private static Set<String> kernels(Graph graph, TensorType type) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.isConstant() && tensor.type() == type)
                .map(Tensor::name)
                .filter(name -> name.contains("kernel") || name.contains("Conv2D") || name.contains("MatMul"))
                .collect(Collectors.toSet());
    }

    private static Model sequential() {
        return Model.sequential("sequential")
                .input(8, 8, 3)
                .add("first", Conv2D.of(4, 3).withoutBias())
                .add("normalization", BatchNormalization.defaults())
                .add("clamp", ReLU.max(6))
                .add("second", Conv2D.of(4, 3).withActivation(ActivationFunction.RELU))
                .add("flat", new Flatten())
                .add("last", Dense.of(3).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    private static Model residual() {
        FunctionalBuilder builder = Model.functional("residual");
        SymbolicTensor input = builder.input(6, 6, 4);
        SymbolicTensor left = builder.apply("left", Conv2D.of(4, 1).withActivation(ActivationFunction.RELU), input);
        SymbolicTensor right = builder.apply("right", Conv2D.of(4, 1), left);
        SymbolicTensor sum = builder.apply("sum", new Add(), input, right);
        SymbolicTensor pooled = builder.apply("pooled", new GlobalAveragePooling2D(), sum);
        return builder.build(1, builder.apply("last", Dense.of(2), pooled));
    }

    private static Model depthwise() {
        return Model.sequential("depthwise")
                .input(8, 8, 4)
                .add("spatial", DepthwiseConv2D.of(3).withoutBias())
                .add("normalization", BatchNormalization.defaults())
                .add("pointwise", Conv2D.of(6, 1).withActivation(ActivationFunction.RELU))
                .build(1);
    }

    private static Model sequence() {
        return Model.sequential("sequence")
                .input(12, 3)
                .add("first", Conv1D.of(4, 3).withoutBias())
                .add("normalization", BatchNormalization.defaults())
                .add("clamp", ReLU.max(6))
                .add("second", Conv1D.of(4, 3).withActivation(ActivationFunction.RELU))
                .build(1);
    }

    private static Model recurrent() {
        return Model.sequential("recurrent")
                .input(5, 3)
                .add("memory", LSTM.of(4))
                .add("last", Dense.of(2))
                .build(1);
    }

    private static Model nested() {
        Model inner = Model.sequential("inner")
                .input(6, 6, 2)
                .add("first", Conv2D.of(4, 3).withoutBias())
                .add("normalization", BatchNormalization.defaults())
                .add("clamp", ReLU.unbounded())
                .build(1);
        return Model.sequential("nested")
                .input(6, 6, 2)
                .add("encoder", inner)
                .add("first", Conv2D.of(4, 3))
                .build(1);
    }

    private static Model severalInputs() {
        FunctionalBuilder builder = Model.functional("several inputs");
        SymbolicTensor left = builder.apply("left", Dense.of(4), builder.input(3));
        SymbolicTensor right = builder.apply("right", Dense.of(4), builder.input(5));
        return builder.build(1, builder.apply("last", Dense.of(2), builder.apply("sum", new Add(), left, right)));
    }

    private static Graph joinedNames() {
        return new Sketch()
                .input("serving_default_x:0", 1, 4, 4, 2)
                .counting("model/conv2d/Conv2D", 2, 1, 1, 2)
                .counting("model/dense/MatMul", 2, 32)
                .operator(
                        BuiltinOperator.CONV_2D,
                        OptionsTable.CONV_2D,
                        "model/re_lu/Relu;model/conv2d/BiasAdd;model/conv2d/Conv2D",
                        Ints.of(1, 4, 4, 2),
                        "serving_default_x:0",
                        "model/conv2d/Conv2D")
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "StatefulPartitionedCall:0",
                        Ints.of(1, 2),
                        "model/re_lu/Relu;model/conv2d/BiasAdd;model/conv2d/Conv2D",
                        "model/dense/MatMul")
                .build("StatefulPartitionedCall:0");
    }
}
