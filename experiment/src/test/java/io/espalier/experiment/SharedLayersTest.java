// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.compress.prune.Pruning;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.tensor.Tensor;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Sgd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer, or a model within a model, that is called twice: {@code y = w (w x) + w x} with one weight of 2. */
class SharedLayersTest {
    private static final WeightKey WEIGHT = new WeightKey("scale", "kernel");

    @TempDir
    private Path folder;

    @Test
    void bothCallsComputeWithTheOneWeight() {
        Model model = twice();

        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            assertThat(evaluator.predict(examples(3, 0)).toArray()).containsExactly(18);
        }
        assertThat(inTflite(GraphWriter.toBytes(Converter.convert(model)), 3)).isEqualTo(18);
        assertThat(model.parameters(false)).isOne();
    }

    @Test
    void theConvertedModelHasTheWeightOnce() {
        Model wide = wide();

        int once = GraphWriter.toBytes(Converter.convert(wide)).length;

        assertThat(once).isLessThan(2 * 64 * 64 * Float.BYTES);
    }

    @Test
    void gradientsOfBothCallsAddUp() {
        Trainer trainer = Trainer.of(new MeanSquaredError())
                .withOptimizer(Sgd.of(0.001f))
                .withThreads(1)
                .withBatchSize(1);

        Model trained = trainer.fit(twice(), examples(1, 0)).model();

        // The loss is (w^2 + w)^2, its derivative at 2 is 2 * 6 * (2 * 2 + 1) = 60.
        assertThat(trained.weights().get(WEIGHT).get(0)).isCloseTo(2 - 0.06f, within(1e-5f));
    }

    @Test
    void filesOfKerasKeepWhatIsShared() throws IOException {
        for (String name : List.of("shared.h5", "shared.keras")) {
            Path file = folder.resolve(name);
            KerasFiles.write(twice(), null, file);

            Model read = KerasFiles.read(file);

            assertThat(read.nodes()).isEqualTo(twice().nodes());
            assertThat(read.weights()).isEqualTo(twice().weights());
        }
    }

    @Test
    void aModelWithinThatIsAppliedTwiceIsKeptToo() throws IOException {
        Model inner = Model.sequential("inner").input(2).add(Dense.of(2)).build(3);
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2);
        Model model = graph.build(1, graph.apply(inner, graph.apply(inner, input)));
        Path file = folder.resolve("nested.keras");
        KerasFiles.write(model, null, file);

        assertThat(KerasFiles.read(file).nodes()).isEqualTo(model.nodes());
        assertThat(KerasFiles.read(file).weights()).isEqualTo(model.weights());
    }

    @Test
    void aSharedKernelIsPrunedOnce() {
        assertThat(KernelLayers.all("pruned").kernels(twice())).containsExactly(WEIGHT);
        assertThat(Pruning.oneShot(0.5).apply(wide()).weights().sparsity()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aSharedKernelIsRoundedOnceAndConvertedToIntegers() {
        Model aware = Trainer.of(new MeanSquaredError())
                .withOptimizer(Sgd.of(1e-6f))
                .withThreads(1)
                .withBatchSize(1)
                .fit(QuantizationAware.int8().apply(twice()), examples(1, 0))
                .model()
                .strip();

        byte[] integers = GraphWriter.toBytes(
                Converter.of(aware).withRecipe(Recipe.named("int8")).convert());

        assertThat(aware.quantization().orElseThrow().grids().keySet()).containsExactly(WEIGHT);
        assertThat(inTflite(integers, 1)).isCloseTo(6, within(0.1f));
    }

    private static Model twice() {
        FunctionalBuilder graph = Model.functional("twice");
        SymbolicTensor once = graph.apply("scale", Dense.of(1).withoutBias(), graph.input(1));
        Model model = graph.build(1, graph.apply(new Add(), graph.applyAgain(once, once), once));
        return model.withWeights(model.weights().map((key, value) -> Tensor.filled(value.shape(), 2)));
    }

    private static Model wide() {
        FunctionalBuilder graph = Model.functional("wide");
        SymbolicTensor once = graph.apply("scale", Dense.of(64).withoutBias(), graph.input(64));
        return graph.build(1, graph.applyAgain(once, once));
    }

    private static ArrayDataset examples(float x, float y) {
        return ArrayDataset.of("one", number(x), number(y), Scaling.IDENTITY, List.of());
    }

    private static NumericArray number(float value) {
        return new NumericArray(ElementType.FLOAT32, List.of(1, 1), buffer().putFloat(0, value));
    }

    private static float inTflite(byte[] graph, float x) {
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", ByteBuffer.wrap(graph)), InterpreterOptions.DEFAULTS)) {
            interpreter.writeInput(0, buffer().putFloat(0, x));
            interpreter.run();
            ByteBuffer output = buffer();
            interpreter.readOutput(0, output);
            return output.getFloat(0);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
