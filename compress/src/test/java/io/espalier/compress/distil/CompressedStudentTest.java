// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import static io.espalier.model.layer.ActivationFunction.RELU;
import static io.espalier.model.layer.ActivationFunction.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A student that is pruned, clustered and rounded while a larger network teaches it, by answers and by features. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressedStudentTest {
    private static final int CLUSTERS = 8;
    private static final SparseCategoricalCrossentropy LABELS = SparseCategoricalCrossentropy.fromProbabilities();

    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Trainer trainer =
            Trainer.of(LABELS).withOptimizer(Adam.of(0.003f)).withBatchSize(64).withThreads(2);

    private Model pruned = network(8, 1);
    private ParametrizedModel taught = ParametrizedModel.of(pruned);
    private Graph integers = Converter.convert(pruned);

    private static Model network(int channels, long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(channels, 3).withActivation(RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(SOFTMAX))
                .build(seed);
    }

    @BeforeAll
    void train() {
        Model teacher =
                trainer.withEpochs(3).fit(network(24, 2), digits.train()).model();
        pruned = Pruning.oneShot(0.6).apply(trainer.fit(pruned, digits.train()).model());
        ParametrizedModel student =
                QuantizationAware.int8().apply(Clustering.of(CLUSTERS).apply(pruned));
        Distillation distillation = Distillation.from(teacher)
                .withTemperature(3)
                .withLabelWeight(0.3f)
                .withFeature("conv2d", "conv2d", 0.1f);

        taught = Trainer.of(distillation.lossFor(pruned))
                .withOptimizer(Adam.of(0.001f))
                .withBatchSize(64)
                .withEpochs(2)
                .withThreads(2)
                .fit(student, distillation.teach(digits.train()))
                .model();
        integers = Converter.of(taught.strip()).withRecipe(Recipe.named("int8")).convert();
    }

    @Test
    void whatWasPrunedIsZeroInTheFile() {
        Tensor dense = pruned.weights().get("dense", "kernel");
        Tensor conv = pruned.weights().get("conv2d", "kernel");
        ByteBuffer denseStored = weights(BuiltinOperator.FULLY_CONNECTED);
        ByteBuffer convStored = weights(BuiltinOperator.CONV_2D);

        assertThat(dense.sparsity()).isCloseTo(0.6, within(0.01));
        // kernels lie with the output channel last in a model, first in a file
        assertZerosStay(dense, denseStored);
        assertZerosStay(conv, convStored);
    }

    private static void assertZerosStay(Tensor kernel, ByteBuffer stored) {
        int outputs = kernel.shape().channels();
        int inputs = kernel.shape().elements() / outputs;
        for (int i = 0; i < kernel.shape().elements(); i++) {
            if (kernel.get(i) == 0) {
                assertThat(stored.get(i % outputs * inputs + i / outputs))
                        .as("weight %d", i)
                        .isZero();
            }
        }
    }

    @Test
    void noMoreValuesThanClustersAreInTheFile() {
        ByteBuffer dense = weights(BuiltinOperator.FULLY_CONNECTED);
        ByteBuffer conv = weights(BuiltinOperator.CONV_2D);

        assertThat(distinct(dense, 0, dense.capacity())).hasSizeBetween(3, CLUSTERS);
        // each channel has a scale of its own
        for (int channel = 0; channel < 8; channel++) {
            assertThat(distinct(conv, channel * 9, 9)).as("channel %d", channel).hasSizeLessThanOrEqualTo(CLUSTERS);
        }
    }

    @Test
    void theFileAnswersAsTheStudentDoes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("int8.tflite");
        GraphWriter.write(integers, file);

        double inIntegers = Evaluation.run(file, digits.test(), InterpreterOptions.DEFAULTS)
                .scores()
                .main();

        assertThat(inIntegers)
                .isCloseTo(accuracy(taught), within(0.003))
                .isGreaterThan(accuracy(ParametrizedModel.of(pruned)));
    }

    @Test
    void theRegressorIsNoPartOfTheStudent() {
        assertThat(taught.raw().weights().keys()).isEqualTo(pruned.weights().keys());
    }

    private double accuracy(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator.evaluate(digits.test(), LABELS).accuracy().orElseThrow();
        }
    }

    private ByteBuffer weights(BuiltinOperator builtin) {
        io.espalier.lite.Operator operator = integers.main().operators().stream()
                .filter(candidate -> candidate.is(builtin))
                .findFirst()
                .orElseThrow();
        io.espalier.lite.Tensor stored =
                integers.main().tensor(operator.inputs().get(1));
        assertThat(stored.type()).isEqualTo(TensorType.INT8);
        return stored.buffer().asByteBuffer();
    }

    private static Set<Byte> distinct(ByteBuffer values, int from, int count) {
        Set<Byte> distinct = new HashSet<>();
        for (int i = from; i < from + count; i++) {
            distinct.add(values.get(i));
        }
        return distinct;
    }
}
