// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.preserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
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
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of pruning, clustering and quantization-aware training, to the bit, in the files that come of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinationsTest {
    private static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    private static final WeightKey DENSE = new WeightKey("dense", "kernel");
    private static final SparseCategoricalCrossentropy LOSS = SparseCategoricalCrossentropy.fromProbabilities();
    private static final QuantizationAware AWARE = QuantizationAware.int8();
    private static final Pruning PRUNING =
            Pruning.lowMagnitude(ConstantSparsity.of(0.6).withFrequency(10));
    private static final double SPARSITY = 0.6;
    private static final int CLUSTERS = 8;
    private static final int ANY = 256;

    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Trainer trainer =
            Trainer.of(LOSS).withOptimizer(Adam.of(0.002f)).withBatchSize(64).withThreads(2);

    private final Dataset some = digits.train().slice(0, 2000);

    private Model plain = network();
    private Path folder = Path.of("");

    @BeforeAll
    void train(@TempDir Path files) {
        folder = files;
        plain = trainer.withEpochs(2).fit(network(), digits.train()).model();
    }

    /**
     * What is laid on a model before it is trained on.
     *
     * @param pruned the model in a file whose zeros stay; without any where there are none to keep
     * @param clusters how many values a kernel has at most, in one scale
     */
    private record Combination(String name, ParametrizedModel model, Model pruned, int clusters) {
        @Override
        public String toString() {
            return name;
        }
    }

    Stream<Combination> combinations() throws IOException {
        Model pruned = elsewhere(Pruning.oneShot(SPARSITY).apply(plain));
        Model clustered = elsewhere(Clustering.of(CLUSTERS).once(plain));
        Model both = elsewhere(Clustering.of(CLUSTERS).once(pruned));
        Model perChannel = elsewhere(Clustering.of(4).withCentroidsPerChannel().once(plain));
        ParametrizedModel masked = trainer.fit(PRUNING.apply(plain), some).model();
        Clustering clustering = Clustering.of(CLUSTERS);
        return Stream.of(
                new Combination("PQAT of a file", AWARE.apply(Preserved.in(pruned)), pruned, ANY),
                new Combination("CQAT of a file", AWARE.apply(Preserved.in(clustered)), plain, CLUSTERS),
                new Combination("CQAT of a file, per channel", AWARE.apply(Preserved.in(perChannel)), plain, 4),
                new Combination("PCQAT of a file", AWARE.apply(Preserved.in(both)), both, CLUSTERS),
                new Combination(
                        "PCQAT of a file, per tensor",
                        AWARE.withPerTensorWeights().apply(Preserved.in(both)),
                        both,
                        CLUSTERS),
                new Combination(
                        "PCQAT of a file, 4 bits", AWARE.withWeightBits(4).apply(Preserved.in(both)), both, CLUSTERS),
                new Combination("PCQAT, pruned in a file", AWARE.apply(clustering.apply(pruned)), pruned, CLUSTERS),
                new Combination("PQAT", AWARE.apply(masked), plain, ANY),
                new Combination("CQAT", AWARE.apply(clustering.apply(plain)), plain, CLUSTERS),
                new Combination("PCQAT", AWARE.apply(clustering.apply(masked)), plain, CLUSTERS),
                new Combination(
                        "PCQAT, per channel",
                        AWARE.apply(clustering.withCentroidsPerChannel().apply(masked)),
                        plain,
                        CLUSTERS));
    }

    private Model elsewhere(Model model) throws IOException {
        Path file = folder.resolve("elsewhere.h5");
        KerasFormat.H5.write(model, null, file);
        return KerasFiles.read(file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("combinations")
    void whatIsZeroOrSharedStaysSoInTheFiles(Combination combination) throws IOException {
        ParametrizedModel trained = trainer.fit(combination.model(), some).model();

        Model kept = elsewhere(trained.strip());
        Path converted = folder.resolve("int8.tflite");
        GraphWriter.write(Converter.of(kept).withRecipe(Recipe.named("int8")).convert(), converted);

        Graph graph = GraphReader.read(converted);
        for (WeightKey key : Set.of(CONVOLUTION, DENSE)) {
            byte[] stored = stored(graph, key);
            assertZeros(combination.pruned(), trained, kept, stored, key);
            boolean oneScale = key.equals(DENSE)
                    || (combination.clusters() != ANY && !combination.name().contains("per channel"));
            assertShared(combination.clusters(), kept.weights().get(key), stored, oneScale);
        }
        assertThat(kept.weights()).isNotEqualTo(combination.model().strip().weights());
        assertThat(accuracy(trained)).isGreaterThan(0.8);
        assertThat(accuracy(converted)).isGreaterThan(0.8);
    }

    private static void assertZeros(Model pruned, ParametrizedModel trained, Model kept, byte[] stored, WeightKey key) {
        Tensor before = pruned.weights().get(key);
        Tensor weight = kept.weights().get(key);
        WeightKey maskKey = new WeightKey(key.layer(), key.weight() + "/mask/mask");
        boolean masked = trained.state().contains(maskKey);
        int zeros = 0;
        for (int place = 0; place < stored.length; place++) {
            if (before.get(place) == 0
                    || (masked && trained.state().get(maskKey).get(place) == 0)) {
                assertThat(weight.get(place)).as("%s, place %d", key, place).isEqualTo(0);
                assertThat(stored[place]).as("%s, place %d", key, place).isZero();
                zeros++;
            }
        }
        assertThat(zeros).isGreaterThanOrEqualTo(masked ? (int) (SPARSITY * stored.length) : 0);
    }

    private static void assertShared(int clusters, Tensor weight, byte[] stored, boolean oneScale) {
        int scales = oneScale ? 1 : weight.shape().channels();
        for (int first = 0; first < scales; first++) {
            int[] places = IntStream.iterate(first, place -> place < stored.length, place -> place + scales)
                    .toArray();
            Set<Float> values = distinct(weight, places);
            assertThat(values).hasSizeLessThanOrEqualTo(clusters);
            assertThat(IntStream.of(places).mapToObj(place -> stored[place]).collect(Collectors.toSet()))
                    .hasSameSizeAs(values);
        }
    }

    private static Set<Float> distinct(Tensor weight, int[] places) {
        return IntStream.of(places).mapToObj(weight::get).collect(Collectors.toSet());
    }

    /** The integers of a kernel, in the order of its model: output channels are last there, and first in the file. */
    private static byte[] stored(Graph graph, WeightKey key) {
        io.espalier.lite.Tensor tensor = graph.main().tensors().stream()
                .filter(candidate -> candidate.name().equals(key.toString()))
                .findFirst()
                .orElseThrow();
        byte[] file = tensor.buffer().toBytes();
        int channels = tensor.shape().get(0);
        int others = file.length / channels;
        byte[] stored = new byte[file.length];
        for (int place = 0; place < file.length; place++) {
            stored[place % others * channels + place / others] = file[place];
        }
        return stored;
    }

    private double accuracy(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator.evaluate(digits.test(), LOSS).accuracy().orElseThrow();
        }
    }

    private double accuracy(Path file) throws IOException {
        return Evaluation.run(file, digits.test(), InterpreterOptions.DEFAULTS)
                .scores()
                .main();
    }

    /** From tfmot's mnist_prune_cluster_preserve_qat_test. */
    @Test
    void trainingInIntegersLosesNothingOfWhatWasPrunedAndClustered() throws IOException {
        Model both = trainer.fit(
                        Preserved.in(Clustering.of(CLUSTERS)
                                .once(Pruning.oneShot(0.5).apply(plain))),
                        digits.train())
                .model()
                .strip();

        ParametrizedModel aware =
                trainer.fit(AWARE.apply(Preserved.in(both)), digits.train()).model();

        Model kept = aware.strip();
        assertThat(kept.weights().get(DENSE).sparsity())
                .isGreaterThanOrEqualTo(both.weights().get(DENSE).sparsity());
        assertThat(accuracy(aware)).isGreaterThanOrEqualTo(accuracy(ParametrizedModel.of(both)));
    }

    @Test
    void clusteringKeepsTheZerosOfPruningWhileItTrains() throws IOException {
        Model pruned = elsewhere(Pruning.oneShot(SPARSITY).apply(plain));

        Model kept = elsewhere(
                trainer.fit(Clustering.of(CLUSTERS).apply(pruned), some).model().strip());

        for (WeightKey key : Set.of(CONVOLUTION, DENSE)) {
            Tensor before = pruned.weights().get(key);
            Tensor weight = kept.weights().get(key);
            int[] places = IntStream.range(0, before.shape().elements()).toArray();
            assertThat(IntStream.of(places).filter(place -> before.get(place) == 0))
                    .allMatch(place -> Float.floatToRawIntBits(weight.get(place)) == 0);
            assertThat(distinct(weight, places)).hasSizeLessThanOrEqualTo(CLUSTERS);
        }
    }

    /** The MNIST lab's network. */
    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
    }
}
