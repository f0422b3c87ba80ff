// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.RecipeException;
import io.espalier.compress.CompressionException;
import io.espalier.compress.Observed;
import io.espalier.compress.prune.Pruning;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.MaskRule;
import io.espalier.train.technique.WeightMask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizationAwareTest {
    private static final Recipe INT8 = Recipe.named("int8");
    private static final QuantizationAware AWARE = QuantizationAware.int8();

    private static List<String> activations(ParametrizedModel model) {
        return model.activations().keySet().stream()
                .map(ActivationKey::toString)
                .toList();
    }

    private static Operator operator(Graph graph, BuiltinOperator kind) {
        return graph.main().operators().stream()
                .filter(operator -> operator.is(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Tensor weights(Graph graph, BuiltinOperator kind) {
        return graph.main().tensor(operator(graph, kind).inputs().get(1));
    }

    @Test
    void functionsWithARangeAreRoundedBeforeAndRectificationsAfter() {
        assertThat(activations(AWARE.apply(QuantizedTrainingTest.network())))
                .containsExactly("input/output", "conv2d/output", "dense/before_function");
    }

    @Test
    void layersThatTheConverterJoinsAreRoundedOnce() {
        assertThat(activations(AWARE.apply(QuantizedNetworks.RESIDUAL.build())))
                .containsExactly(
                        "input/output",
                        "re_lu/output",
                        "activation/output",
                        "batch_normalization_2/output",
                        "re_lu_1/output",
                        "global_average_pooling2d/output",
                        "dense/before_function");
    }

    @Test
    void whatIsConcatenatedIsRoundedToOneRange() {
        assertThat(activations(AWARE.apply(QuantizedNetworks.JOINED.build())))
                .containsExactly(
                        "input/output",
                        "conv2d_1/before_function",
                        "conv2d_1/output",
                        "concatenate/output",
                        "average_pooling2d/output",
                        "dense/before_function",
                        "dense/output",
                        "dense_1/output",
                        "dense_2/output",
                        "add/operation_0",
                        "add/output",
                        "dense_3/output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESIDUAL", "JOINED", "STANDALONE"})
    void modelsBecomeIntegersThroughout(String network) {
        Model model =
                Observed.strip(AWARE.apply(QuantizedNetworks.valueOf(network).build()));

        Graph integers = Converter.of(model).withRecipe(INT8.withStrict()).convert();

        assertThat(integers.main().operators())
                .filteredOn(
                        operator -> operator.is(BuiltinOperator.QUANTIZE) || operator.is(BuiltinOperator.DEQUANTIZE))
                .hasSizeLessThan(6);
    }

    @Test
    void layersThatAreNotChosenStayInFloat() {
        Model model = Observed.strip(AWARE.withLayers("dense").apply(QuantizedTrainingTest.network()));

        Graph graph = Converter.of(model).withRecipe(INT8).convert();

        assertThat(model.quantization().orElseThrow().grids()).containsOnlyKeys(new WeightKey("dense", "kernel"));
        assertThat(weights(graph, BuiltinOperator.CONV_2D).type()).isEqualTo(TensorType.FLOAT32);
        assertThat(weights(graph, BuiltinOperator.FULLY_CONNECTED).type()).isEqualTo(TensorType.INT8);
        assertThatThrownBy(
                        () -> Converter.of(model).withRecipe(INT8.withStrict()).convert())
                .isInstanceOf(QuantizationException.class)
                .hasMessageContaining("conv2d");
    }

    @Test
    void layersMayBeChosenByWhatTheyAre() {
        ParametrizedModel model =
                AWARE.withLayers(node -> node.layer() instanceof Dense).apply(QuantizedTrainingTest.network());

        assertThat(model.parametrizedWeights()).containsExactly(new WeightKey("dense", "kernel"));
        assertThat(activations(model)).containsExactly("conv2d/output", "dense/before_function");
    }

    @Test
    void weightsOfFourBitsAreStoredInFifteenValuesWithTheirScale() {
        Model model = Observed.strip(AWARE.withWeightBits(4).apply(QuantizedTrainingTest.network()));

        Graph graph = Converter.of(model).withRecipe(INT8).convert();

        Tensor kernel = weights(graph, BuiltinOperator.FULLY_CONNECTED);
        assertThat(kernel.type()).isEqualTo(TensorType.INT8);
        assertThat(IntStream.range(0, kernel.buffer().size())
                        .map(place -> kernel.buffer().get(place))
                        .distinct()
                        .sorted())
                .containsExactly(-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(weights(graph, BuiltinOperator.CONV_2D)
                        .quantization()
                        .scales()
                        .size())
                .isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8})
    void weightsTakeAsManyIntegersAsTheyHaveBits(int bits) {
        Model model = Observed.strip(AWARE.withWeightBits(bits).apply(QuantizedTrainingTest.network()));

        Graph graph = Converter.of(model).withRecipe(INT8).convert();

        byte[] stored = weights(graph, BuiltinOperator.CONV_2D).buffer().toBytes();
        assertThat(IntStream.range(0, stored.length)
                        .map(place -> Math.abs(stored[place]))
                        .max())
                .hasValue((1 << (bits - 1)) - 1);
    }

    @Test
    void weightsAreRoundedAsTheyAreFoldedUnlessTheyShallNot() {
        WeightKey kernel = new WeightKey("conv2d", "kernel");
        Model model = QuantizedNetworks.RESIDUAL.build();

        assertThat(rounding(AWARE.withPerTensorWeights().apply(model), kernel).normalization())
                .isPresent();
        assertThat(rounding(AWARE.withPerTensorWeights().withoutFolding().apply(model), kernel)
                        .normalization())
                .isEmpty();
    }

    private static FakeQuant rounding(ParametrizedModel model, WeightKey weight) {
        return (FakeQuant) model.parametrizations(weight).get(0);
    }

    @Test
    void denseLayersMayHaveAScaleForEachUnit() {
        Model model = Observed.strip(AWARE.withPerChannelDense().apply(QuantizedTrainingTest.network()));

        Graph graph = Converter.of(model).withRecipe(INT8).convert();

        assertThat(weights(graph, BuiltinOperator.FULLY_CONNECTED)
                        .quantization()
                        .scales()
                        .size())
                .isEqualTo(10);
    }

    /** Half of each weight. */
    private record EverySecond() implements MaskRule {
        @Override
        public boolean isDue(long step) {
            return false;
        }

        @Override
        public WeightMask at(long step, io.espalier.model.tensor.Tensor weight) {
            throw new IllegalStateException("the mask stays");
        }
    }

    @Test
    void zerosOfAMaskAreZerosInTheFile() {
        WeightKey kernel = new WeightKey("dense", "kernel");
        ParametrizedModel masked =
                ParametrizedModel.of(QuantizedTrainingTest.network()).with(kernel, new Mask(new EverySecond()));
        Map<WeightKey, io.espalier.model.tensor.Tensor> variables = new HashMap<>();
        masked.variables().forEach(variables::put);
        float[] mask = new float[20280];
        IntStream.range(0, mask.length).forEach(place -> mask[place] = place % 2);
        variables.put(
                new WeightKey("dense", "kernel/mask/mask"),
                io.espalier.model.tensor.Tensor.of(Shape.of(2028, 10), mask));
        ParametrizedModel set = masked.trained(io.espalier.model.Weights.of(variables), 1);

        Graph graph =
                Converter.of(Observed.strip(AWARE.apply(set))).withRecipe(INT8).convert();

        byte[] stored = weights(graph, BuiltinOperator.FULLY_CONNECTED).buffer().toBytes();
        assertThat(stored).hasSize(20280);
        for (int unit = 0; unit < 10; unit++) {
            byte[] row = Arrays.copyOfRange(stored, unit * 2028, (unit + 1) * 2028);
            long zeros = IntStream.range(0, row.length)
                    .filter(place -> row[place] == 0)
                    .count();
            if (unit % 2 == 0) {
                assertThat(zeros).as("unit %d", unit).isEqualTo(2028);
            } else {
                assertThat(zeros).as("unit %d", unit).isLessThan(50);
            }
        }
    }

    @Test
    void onePassOfPruningIsPreserved() {
        Model pruned = Pruning.oneShot(0.75).apply(QuantizedTrainingTest.network());

        Graph graph = Converter.of(Observed.strip(AWARE.apply(pruned)))
                .withRecipe(INT8)
                .convert();

        byte[] stored = weights(graph, BuiltinOperator.FULLY_CONNECTED).buffer().toBytes();
        assertThat(IntStream.range(0, stored.length)
                        .filter(place -> stored[place] == 0)
                        .count())
                .isGreaterThanOrEqualTo(20280 * 3 / 4);
        assertThat(Arrays.equals(stored, new byte[stored.length])).isFalse();
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> AWARE.withLayers("dense_7").apply(QuantizedTrainingTest.network()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no layer 'dense_7'");
        assertThatThrownBy(() -> AWARE.withLayers(node -> false).apply(QuantizedTrainingTest.network()))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("no chosen layer");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9})
    void bitsThatAreTooFewOrTooManyAreRefused(int bits) {
        assertThatThrownBy(() -> AWARE.withWeightBits(bits))
                .isInstanceOf(CompressionException.class)
                .hasMessage("weights must have 4 to 8 bits, not " + bits);
        assertThatThrownBy(() -> AWARE.withActivationBits(bits))
                .isInstanceOf(CompressionException.class)
                .hasMessage("activations must have 4 to 8 bits, not " + bits);
    }

    @Test
    void aModelThatWasNeverTrainedHasNoRangesAndIsCalibrated() {
        Model model = AWARE.apply(QuantizedTrainingTest.network()).strip();

        assertThat(model.quantization()).isEmpty();
        assertThatThrownBy(() -> Converter.of(model).withRecipe(INT8).convert())
                .hasMessageContaining("calibrate with a representative data set");
    }

    @Test
    void whatWouldMoveTrainedWeightsOffTheirGridsIsRefused() {
        Model model = Observed.strip(AWARE.apply(QuantizedTrainingTest.network()));

        assertThatThrownBy(() -> Converter.of(model)
                        .withQuantizer(Quantizer.of(INT8.withEqualization()))
                        .convert())
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("would equalize weights that were trained");
    }
}
