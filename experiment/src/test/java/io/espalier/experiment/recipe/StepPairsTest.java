// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.KerasFiles;
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
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Padding;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step makes of the weights outlives every step after it, in the model and in the file between the two. */
class StepPairsTest {
    private static final ActivationFunction RELU = ActivationFunction.RELU;
    private static final Dense ANSWERS = Dense.of(4).withActivation(ActivationFunction.SOFTMAX);
    private static final int EXAMPLES = 64;

    @TempDir
    private static Path folder;

    private static final Map<String, Model> FIRST = new HashMap<>();

    static Stream<Arguments> pairs() {
        Map<String, Model> networks = new LinkedHashMap<>();
        networks.put("residual", residual());
        networks.put("depthwise", depthwise());
        networks.put("conv1d", ofSequences());
        networks.put("recurrent", recurrent());
        networks.put("dense", dense());
        List<String> firsts =
                List.of("prune: 0.8", "prune: 0.5, pattern: '2:4'", "cluster: 8", "cluster: 6, per_channel: true");
        List<String> seconds =
                List.of("prune: 0.6", "cluster: 8", "quantize_aware: 8", "fine_tune: {}", "distil: original");
        List<Arguments> pairs = new ArrayList<>();
        networks.forEach((name, network) -> firsts.forEach(first -> seconds.forEach(second -> {
            boolean isOtherWork = first.startsWith("cluster") && isMore(second);
            if (!isOtherWork) {
                pairs.add(Arguments.of(name, network, first, second));
            }
        })));
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0}: {2}, then {3}")
    @MethodSource("pairs")
    void zerosAndValuesOutliveTheNextStep(String name, Model network, String first, String second) {
        Model once = FIRST.computeIfAbsent(name + first, key -> fromFile(run(network, step(first, network, false))));

        Model whole = run(once, step(second, network, false));
        Model part = isMore(second) ? run(once, step(second, network, true)) : whole;

        for (WeightKey key : kernels(network)) {
            assertThat(zeros(whole, key)).as("zeros of %s", key).containsAll(zeros(once, key));
            assertThat(zeros(part, key)).as("zeros of %s", key).containsAll(zeros(once, key));
            if (first.startsWith("cluster")) {
                assertThat(values(whole, key)).as("values of %s", key).isLessThanOrEqualTo(values(once, key));
                assertThat(values(part, key)).as("values of %s", key).isLessThanOrEqualTo(values(once, key));
            }
        }
    }

    private static Model fromFile(Model model) {
        try {
            Path file = folder.resolve("once.h5");
            KerasFiles.write(model, Provenance.here("once", null, null, List.of()), file);
            return KerasFiles.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMore(String step) {
        return step.startsWith("prune") || step.startsWith("cluster");
    }

    @Test
    void clustersOutliveTheRemovalOfFilters() {
        Model once = fromFile(run(dense(), step("cluster: 4", dense(), false)));

        Model smaller = run(once, step("prune_filters: 0.5", once, false));

        for (WeightKey key : kernels(smaller)) {
            assertThat(values(smaller, key)).as("values of %s", key).isLessThanOrEqualTo(4);
        }
        assertThat(smaller.parameters(false)).isLessThan(once.parameters(false));
    }

    /** A step for all layers, or for the first alone that it can be done to. */
    private static String step(String settings, Model network, boolean one) {
        String layers = one ? ", layers: [" + kernels(network).get(0).layer() + "]" : "";
        boolean isTuning = settings.startsWith("fine_tune");
        return "steps: [{" + settings + layers + (isTuning ? "" : ", train: {epochs: 2, learning_rate: 0.02}") + "}]";
    }

    private static List<WeightKey> kernels(Model model) {
        return model.nodes().stream()
                .flatMap(node -> node.layer().kernels().stream().map(node::weightKey))
                .toList();
    }

    private static Set<Integer> zeros(Model model, WeightKey key) {
        float[] values = model.weights().get(key).toArray();
        Set<Integer> places = new LinkedHashSet<>();
        IntStream.range(0, values.length).filter(i -> values[i] == 0).forEach(places::add);
        return places;
    }

    private static int values(Model model, WeightKey key) {
        Set<Float> different = new LinkedHashSet<>();
        for (float value : model.weights().get(key).toArray()) {
            different.add(value);
        }
        return different.size();
    }

    private static Model run(Model model, String yaml) {
        try {
            return RecipeRun.of(CompressionRecipe.parse(yaml, "pair"), data(model), new Training())
                    .run(model, "start")
                    .model();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExperimentData data(Model model) {
        List<Integer> shape = model.outputShape(model.inputs().get(0)).dimensions();
        int size = shape.stream().reduce(1, Math::multiplyExact);
        ByteBuffer features = ByteBuffer.allocate(EXAMPLES * size * 4).order(ByteOrder.nativeOrder());
        ByteBuffer labels = ByteBuffer.allocate(EXAMPLES * 4).order(ByteOrder.nativeOrder());
        Random random = new Random(3);
        for (int example = 0; example < EXAMPLES; example++) {
            int label = random.nextInt(4);
            labels.putInt(label);
            for (int i = 0; i < size; i++) {
                features.putFloat((float) random.nextGaussian() + (i % 4 == label ? 1 : 0));
            }
        }
        List<Integer> whole = new ArrayList<>(shape);
        whole.add(0, EXAMPLES);
        ArrayDataset examples = ArrayDataset.of(
                "random",
                new NumericArray(ElementType.FLOAT32, whole, features.flip()),
                new NumericArray(ElementType.INT32, List.of(EXAMPLES), labels.flip()),
                Scaling.IDENTITY,
                List.of("a", "b", "c", "d"));
        return new ExperimentData("random", examples, examples);
    }

    private static Model residual() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(6, 6, 3);
        SymbolicTensor first = graph.apply("first", Conv2D.of(8, 3).withPadding(Padding.SAME), input);
        SymbolicTensor normalized = graph.apply(ReLU.unbounded(), graph.apply(BatchNormalization.defaults(), first));
        SymbolicTensor second = graph.apply("second", Conv2D.of(8, 3).withPadding(Padding.SAME), normalized);
        SymbolicTensor sum = graph.apply(new Add(), normalized, second);
        return graph.build(1, graph.apply("answers", ANSWERS, graph.apply(new GlobalAveragePooling2D(), sum)));
    }

    private static Model depthwise() {
        return Model.sequential()
                .input(6, 6, 3)
                .add("first", Conv2D.of(8, 3))
                .add(BatchNormalization.defaults())
                .add(ReLU.unbounded())
                .add(DepthwiseConv2D.of(3))
                .add("pointwise", Conv2D.of(8, 1).withActivation(RELU))
                .add(new Flatten())
                .add("answers", ANSWERS)
                .build(2);
    }

    private static Model ofSequences() {
        return Model.sequential()
                .input(10, 4)
                .add("first", Conv1D.of(8, 3).withActivation(RELU))
                .add("second", Conv1D.of(8, 3))
                .add(new Flatten())
                .add("answers", ANSWERS)
                .build(3);
    }

    private static Model recurrent() {
        return Model.sequential()
                .input(5, 4)
                .add("memory", LSTM.of(6))
                .add("answers", ANSWERS)
                .build(4);
    }

    private static Model dense() {
        return Model.sequential()
                .input(4, 4)
                .add(new Reshape(List.of(16)))
                .add("first", Dense.of(12).withActivation(RELU))
                .add("small", Dense.of(4))
                .add("answers", ANSWERS)
                .build(5);
    }

    private static final class Training implements Host {
        @Override
        public Teachers teachers() {
            return teacher -> {
                throw new IOException(teacher);
            };
        }

        @Override
        public TrainingResult<ParametrizedModel> train(
                String name,
                ParametrizedModel model,
                float learningRate,
                int epochs,
                Optional<Distillation> teacher,
                Provenance provenance) {
            return Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                    .withOptimizer(Adam.of(learningRate))
                    .withBatchSize(16)
                    .withEpochs(epochs)
                    .fit(model, data(model.raw()).train());
        }

        @Override
        public String keep(Candidate candidate) {
            return candidate.fileName();
        }
    }
}
