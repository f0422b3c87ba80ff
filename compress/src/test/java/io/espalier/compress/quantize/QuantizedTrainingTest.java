// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The lab's model, trained on real digits, then trained on in integers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuantizedTrainingTest {
    private static final Recipe INT8 = Recipe.named("int8");
    private static final SparseCategoricalCrossentropy LOSS = SparseCategoricalCrossentropy.fromProbabilities();

    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Trainer trainer = Trainer.of(LOSS)
            .withOptimizer(Adam.of(0.003f))
            .withBatchSize(64)
            .withEpochs(2)
            .withThreads(2);

    private ParametrizedModel aware = ParametrizedModel.of(network());
    private double plainAccuracy;

    static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    @BeforeAll
    void train() {
        Model plain = trainer.fit(network(), digits.train()).model();
        plainAccuracy = accuracy(ParametrizedModel.of(plain));
        aware = trainer.withEpochs(1)
                .fit(QuantizationAware.int8().apply(plain), digits.train())
                .model();
    }

    private double accuracy(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator.evaluate(digits.test(), LOSS).accuracy().orElseThrow();
        }
    }

    private Predictions predictions(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return Predictions.of(10, evaluator.predict(digits.test()).toArray());
        }
    }

    @Test
    void theConvertedModelAnswersAsTheTrainedOneWithoutCalibration(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("qat.h5");
        Path converted = folder.resolve("qat-int8.tflite");

        KerasFormat.H5.write(aware.strip(), null, saved);
        Graph integers = Converter.of(KerasFiles.read(saved)).withRecipe(INT8).convert();
        GraphWriter.write(integers, converted);

        double inTraining = accuracy(aware);
        double inIntegers = Evaluation.run(converted, digits.test(), InterpreterOptions.DEFAULTS)
                .scores()
                .main();
        assertThat(inIntegers).isCloseTo(inTraining, within(0.001));
        assertThat(Inference.predict(converted, digits.test(), InterpreterOptions.DEFAULTS)
                        .agreement(predictions(aware)))
                .as("images of which both name the same class")
                .isGreaterThanOrEqualTo(digits.test().size() - 1);
        assertThat(inTraining).isGreaterThanOrEqualTo(plainAccuracy - 0.005);
    }

    @Test
    void theWeightsInTheFileAreThoseThatWereTrained() {
        Model stripped = aware.strip();

        Graph integers = Converter.of(stripped).withRecipe(INT8).convert();

        io.espalier.lite.Operator dense = integers.main().operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.FULLY_CONNECTED))
                .findFirst()
                .orElseThrow();
        io.espalier.lite.Tensor stored = integers.main().tensor(dense.inputs().get(1));
        assertThat(stored.type()).isEqualTo(TensorType.INT8);
        assertThat(stored.quantization().scales().size()).isEqualTo(1);
        float scale = stored.quantization().scales().get(0);
        ByteBuffer values = stored.buffer().asByteBuffer();
        Tensor kernel = stripped.weights().get("dense", "kernel");
        for (int input = 0; input < 2028; input++) {
            for (int unit = 0; unit < 10; unit++) {
                assertThat(values.get(unit * 2028 + input) * scale)
                        .isCloseTo(kernel.get(input * 10 + unit), within(scale * 1e-3f));
            }
        }
    }

    @Test
    void theSummaryCountsAsTfmotDoes() {
        assertThat(aware.summary())
                .contains(
                        "quantize_layer (QuantizeLa  (None, 28, 28)            3",
                        "quant_reshape (QuantizeWra  (None, 28, 28, 1)         1",
                        "quant_conv2d (QuantizeWrap  (None, 26, 26, 12)        147",
                        "quant_dense (QuantizeWrapp  (None, 10)                20295",
                        "Total params: 20448 (79.88 KB)",
                        "Non-trainable params: 38 (152.00 Byte)");
    }
}
