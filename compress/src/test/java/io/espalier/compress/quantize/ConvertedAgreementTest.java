// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Deviation;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model answers that rounds as it was trained to, and what its integers answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConvertedAgreementTest {
    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Dataset few = digits.train().slice(0, 1024);
    private final Dataset others = digits.test().slice(0, 400);

    Stream<Arguments> schemes() {
        QuantizationAware usual = QuantizationAware.int8();
        return Stream.of(QuantizedNetworks.values())
                .flatMap(network -> Stream.of(
                        Arguments.of(network, "usual", usual),
                        Arguments.of(network, "per tensor", usual.withPerTensorWeights()),
                        Arguments.of(
                                network,
                                "4 bits, per channel",
                                usual.withWeightBits(4).withPerChannelDense())));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("schemes")
    void theIntegersAnswerAsTheModelThatWasTrained(
            QuantizedNetworks network, String scheme, QuantizationAware quantization, @TempDir Path folder)
            throws IOException {
        ParametrizedModel aware = trained(quantization.apply(network.build()));

        Graph integers =
                Converter.of(aware.strip()).withRecipe(Recipe.named("int8")).convert();

        assertThat(integers.main().operators())
                .as(scheme)
                .filteredOn(
                        operator -> operator.is(BuiltinOperator.QUANTIZE) || operator.is(BuiltinOperator.DEQUANTIZE))
                .hasSizeLessThanOrEqualTo(6);
        Path file = folder.resolve("int8.tflite");
        GraphWriter.write(integers, file);
        Predictions answered = Inference.predict(file, others, InterpreterOptions.DEFAULTS);
        Predictions expected = predictions(aware);
        Predictions unrounded = predictions(ParametrizedModel.of(aware.strip()));
        Deviation left = answered.deviation(expected);
        assertThat(left.signalToNoise()).isGreaterThan(1000);
        assertThat(left.meanSquaredError())
                .as("activations that were not rounded in training would be further off")
                .isLessThan(unrounded.deviation(expected).meanSquaredError());
    }

    Stream<Arguments> parts() {
        return Stream.of(QuantizedNetworks.values())
                .flatMap(network -> Stream.of("convolutions", "dense layers").map(kind -> Arguments.of(network, kind)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("parts")
    void layersInFloatBetweenThoseInIntegersAnswerSoToo(QuantizedNetworks network, String kind, @TempDir Path folder)
            throws IOException {
        QuantizationAware some = QuantizationAware.int8()
                .withLayers(node -> kind.equals("dense layers")
                        ? node.layer() instanceof Dense
                        : node.layer() instanceof Conv1D || node.layer() instanceof Conv2D);
        ParametrizedModel aware = trained(some.apply(network.build()));

        Graph mixed =
                Converter.of(aware.strip()).withRecipe(Recipe.named("int8")).convert();

        assertThat(mixed.main().tensors())
                .filteredOn(tensor -> tensor.name().endsWith("kernel"))
                .extracting(Tensor::type)
                .contains(TensorType.INT8, TensorType.FLOAT32);
        Path file = folder.resolve("mixed.tflite");
        GraphWriter.write(mixed, file);
        Predictions answered = Inference.predict(file, others, InterpreterOptions.DEFAULTS);
        assertThat(answered.deviation(predictions(aware)).signalToNoise()).isGreaterThan(1000);
    }

    private ParametrizedModel trained(ParametrizedModel model) {
        return Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withOptimizer(Adam.of(0.003f))
                .withBatchSize(32)
                .withEpochs(2)
                .withThreads(2)
                .fit(model, few)
                .model();
    }

    private Predictions predictions(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return Predictions.of(10, evaluator.predict(others).toArray());
        }
    }
}
