// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.CompressionException;
import io.espalier.compress.Observed;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Deviation;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of which a part is trained in integers and another stays in floats. */
class FloatLayersTest {
    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Dataset others = digits.test().slice(0, 200);

    @TempDir
    private Path folder;

    @Test
    void anLstmBehindAConvolutionStaysInFloats() throws IOException {
        Model model = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(6, 3).withActivation(ActivationFunction.SWISH))
                .add(MaxPooling2D.of(4))
                .add(Reshape.to(6, 36))
                .add(LSTM.of(8))
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        ParametrizedModel aware = trained(model);

        Graph integers = converted(aware);

        assertThat(typesOfInputs(integers, BuiltinOperator.CONV_2D)).containsOnly(TensorType.INT8);
        assertThat(typesOfInputs(integers, BuiltinOperator.UNPACK)).containsOnly(TensorType.FLOAT32);
        assertAgreement(integers, aware);
    }

    @Test
    void layersThatMoveValuesStayInIntegers() throws IOException {
        Model model = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(6, 3).withStrides(2))
                .add(new LeakyReLU(0.1f))
                .add(new Cropping2D(1, 2, 2, 1))
                .add(UpSampling2D.of(2))
                .add(Conv2D.of(8, 3).withStrides(2).withActivation(ActivationFunction.RELU))
                .add(new GlobalMaxPooling2D(true))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
        ParametrizedModel aware = trained(model);

        Graph integers = converted(aware);

        assertThat(integers.main().operators())
                .filteredOn(
                        operator -> operator.is(BuiltinOperator.QUANTIZE) || operator.is(BuiltinOperator.DEQUANTIZE))
                .hasSizeLessThanOrEqualTo(2);
        assertAgreement(integers, aware);
    }

    @Test
    void numbersOfRowsAreNeverRounded() {
        Model model = Model.sequential()
                .input(6)
                .add(new Embedding(100_000, 4))
                .add(new Flatten())
                .add(Dense.of(3))
                .build(1);

        ParametrizedModel aware = QuantizationAware.int8().apply(model);

        assertThat(Observed.strip(aware).quantization().orElseThrow().ranges().keySet())
                .noneMatch(activation -> activation.layer().startsWith("input"));
    }

    @Test
    void aNamedLayerThatStaysInFloatIsRefusedWithTheReason() {
        Model model = Model.sequential()
                .input(6)
                .add(Dense.of(4))
                .add(LayerNormalization.defaults())
                .add(Dense.of(2))
                .build(1);

        assertThatThrownBy(() -> QuantizationAware.int8()
                        .withLayers("layer_normalization")
                        .apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'layer_normalization'")
                .hasMessageContaining("takes the root");
    }

    @Test
    void theTableOfAnEmbeddingIsRoundedAndWhatFollowsToo() {
        Model model = Model.sequential()
                .input(6)
                .add(new Embedding(20, 4))
                .add(new Flatten())
                .add(Dense.of(3))
                .build(1);

        ParametrizedModel aware = QuantizationAware.int8().apply(model);

        assertThat(QuantizationAware.int8().notes(model))
                .containsExactly(
                        "layer 'embedding' (Embedding) stays in float in part: no kernel for INT8 activations (CAST)");
        assertThat(aware.parametrizedWeights())
                .containsExactlyInAnyOrder(new WeightKey("embedding", "embeddings"), new WeightKey("dense", "kernel"));
        Graph integers = converted(aware);
        assertThat(integers.main().operators())
                .filteredOn(operator -> operator.is(BuiltinOperator.GATHER))
                .extracting(operator ->
                        integers.main().tensor(operator.outputs().get(0)).type())
                .containsExactly(TensorType.INT8);
    }

    @Test
    void theSumsBeforeAFunctionInFloatAreIntegers() {
        Model model = Model.sequential()
                .input(6)
                .add(Dense.of(4).withActivation(ActivationFunction.SOFTPLUS))
                .add(Dense.of(2))
                .build(1);

        assertThat(QuantizationAware.int8().notes(model)).allMatch(note -> note.contains("in part"));
        assertThat(QuantizationAware.int8().apply(model).parametrizedWeights())
                .containsExactly(new WeightKey("dense", "kernel"), new WeightKey("dense_1", "kernel"));
    }

    @Test
    void theStepsOfAnLstmThatStaysInFloatsAreFloatsThroughout() {
        Model model = Model.sequential()
                .input(20, 3)
                .add(LSTM.of(4).withRecurrence(Recurrence.DEFAULTS.withSequences(true)))
                .add(new Flatten())
                .add(Dense.of(2))
                .build(1);

        Graph integers = converted(QuantizationAware.int8().apply(model));

        assertThat(integers.main().operators())
                .filteredOn(operator -> operator.is(BuiltinOperator.MUL) || operator.is(BuiltinOperator.LOGISTIC))
                .extracting(operator ->
                        integers.main().tensor(operator.outputs().get(0)).type())
                .isNotEmpty()
                .containsOnly(TensorType.FLOAT32);
    }

    @Test
    void aModelThatCanOnlyBeInFloatsIsRefused() {
        Model model = Model.sequential().input(6, 3).add(LSTM.of(4)).build(1);

        assertThatThrownBy(() -> QuantizationAware.int8().apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("can be quantized");
    }

    private ParametrizedModel trained(Model model) {
        return Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withOptimizer(Adam.of(0.003f))
                .withBatchSize(64)
                .withThreads(2)
                .fit(QuantizationAware.int8().apply(model), digits.train().slice(0, 640))
                .model();
    }

    private static Graph converted(ParametrizedModel aware) {
        return Converter.of(Observed.strip(aware))
                .withRecipe(Recipe.named("int8"))
                .convert();
    }

    private static List<TensorType> typesOfInputs(Graph graph, BuiltinOperator kind) {
        return graph.main().operators().stream()
                .filter(operator -> operator.is(kind))
                .map((Operator operator) ->
                        graph.main().tensors().get(operator.inputs().get(0)).type())
                .toList();
    }

    private void assertAgreement(Graph integers, ParametrizedModel aware) throws IOException {
        Path file = folder.resolve("int8.tflite");
        GraphWriter.write(integers, file);
        Predictions answered = Inference.predict(file, others, InterpreterOptions.DEFAULTS);
        try (Evaluator evaluator = Evaluator.of(aware, 2)) {
            Predictions expected = Predictions.of(10, evaluator.predict(others).toArray());
            Deviation left = answered.deviation(expected);
            assertThat(left.signalToNoise()).isGreaterThan(1000);
        }
    }
}
