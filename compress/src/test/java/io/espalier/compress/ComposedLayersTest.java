// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.compress.prune.SparsityPattern;
import io.espalier.data.Dataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels of layers that are made of simpler operations are pruned and clustered as those of others. */
class ComposedLayersTest {
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);

    private final Model model = model();
    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
            .withOptimizer(Adam.of(0.003f))
            .withBatchSize(64)
            .withThreads(2);
    private final Dataset few =
            NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).train().slice(0, 128);

    private static Model model() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(28, 28);
        SymbolicTensor picture = graph.apply(MaxPooling2D.of(7), graph.apply(Reshape.to(28, 28, 1), input));
        SymbolicTensor separable = graph.apply("separable", SeparableConv2D.of(8, 2), picture);
        SymbolicTensor larger = graph.apply("transposed", Conv2DTranspose.of(8, 2), separable);
        SymbolicTensor groups =
                graph.apply("groups", new GroupedConv2D(2, Conv2D.of(8, 2).withStrides(2)), larger);
        SymbolicTensor steps = graph.apply(Reshape.to(-1, 8), groups);
        SymbolicTensor each = graph.apply("each", new TimeDistributed(Dense.of(8)), steps);
        SymbolicTensor lstm = graph.apply("lstm", LSTM.of(8).withRecurrence(SEQUENCES), each);
        SymbolicTensor attention = graph.apply("attention", MultiHeadAttention.of(2, 4), lstm, lstm);
        SymbolicTensor both = graph.apply("both", Bidirectional.of(GRU.of(4)), attention);
        SymbolicTensor row = graph.apply(new Flatten(), both);
        return graph.build(9, graph.apply("answer", Dense.of(10).withActivation(ActivationFunction.SOFTMAX), row));
    }

    private static List<WeightKey> kernels() {
        return Stream.of(
                        "separable/pointwise_kernel",
                        "transposed/kernel",
                        "groups/kernel",
                        "each/kernel",
                        "lstm/kernel",
                        "lstm/recurrent_kernel",
                        "attention/query/kernel",
                        "attention/attention_output/kernel",
                        "both/forward/recurrent_kernel",
                        "both/backward/kernel")
                .map(name -> new WeightKey(name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1)))
                .toList();
    }

    @Test
    void prunedKernelsStaySoWhileTheyAreTrained() {
        ParametrizedModel pruned =
                Pruning.lowMagnitude(ConstantSparsity.of(0.5).withFrequency(1)).apply(model);

        Model trained = trainer.fit(pruned, few).model().strip();

        for (WeightKey kernel : kernels()) {
            assertThat(trained.weights().get(kernel).sparsity())
                    .as(kernel.toString())
                    .isBetween(0.49, 0.51);
        }
        assertThat(trained.weights().get("separable", "depthwise_kernel").sparsity())
                .isZero();
        assertThat(trained.weights().get("lstm", "bias"))
                .isNotEqualTo(model.weights().get("lstm", "bias"));
    }

    @Test
    void clusteredAndPrunedKernelsKeepBoth() {
        Model sparse = Pruning.oneShot(0.5).apply(model);
        ParametrizedModel clustered = Clustering.of(4).apply(Preserved.in(sparse));

        Model trained = trainer.fit(clustered, few).model().strip();

        for (WeightKey kernel : kernels()) {
            Tensor weight = trained.weights().get(kernel);
            assertThat(distinct(weight)).as(kernel.toString()).hasSizeLessThanOrEqualTo(5);
            assertThat(weight.sparsity()).as(kernel.toString()).isGreaterThanOrEqualTo(0.49);
        }
    }

    private static Set<Float> distinct(Tensor tensor) {
        Set<Float> values = new HashSet<>();
        for (float value : tensor.toArray()) {
            values.add(value);
        }
        return values;
    }

    @Test
    void patternsFitMatricesAndRefuseWhatHasOtherDimensions() {
        Model twoOfFour = Pruning.oneShot(0.5)
                .withPattern(SparsityPattern.mOfN(2, 4))
                .withLayers("lstm", "each", "transposed")
                .apply(model);

        assertThat(twoOfFour.weights().get("lstm", "recurrent_kernel").sparsity())
                .isEqualTo(0.5);
        assertThat(twoOfFour.weights().get("transposed", "kernel").sparsity()).isEqualTo(0.5);
        assertThatThrownBy(() -> Pruning.oneShot(0.5)
                        .withPattern(SparsityPattern.blocks(2, 2, SparsityPattern.Pooling.AVERAGE))
                        .withLayers("attention")
                        .apply(model))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("attention/query/kernel")
                .hasMessageContaining("two dimensions");
    }
}
