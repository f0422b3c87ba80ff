// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrozenBaseTest {
    private static final Dataset EXAMPLES = Quarters.pictures(96, 3);
    private static final Trainer TRAINER = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .withOptimizer(Sgd.of(0.1f))
            .withBatchSize(16)
            .withEpochs(3)
            .withSeed(5);

    private static Model model() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(
                EXAMPLES.features().shape().stream().mapToInt(Integer::intValue).toArray());
        SymbolicTensor flat = graph.apply("flat", new Flatten(), input);
        SymbolicTensor wide = graph.apply("wide", Dense.of(8).withActivation(ActivationFunction.TANH), flat);
        SymbolicTensor other = graph.apply("other", Dense.of(8), wide);
        SymbolicTensor sum = graph.apply("sum", new Add(), wide, other);
        SymbolicTensor normal = graph.apply("normal", BatchNormalization.defaults(), sum);
        SymbolicTensor dropped = graph.apply("dropped", new Dropout(0.5f), normal);
        return graph.build(7, graph.apply("classes", Dense.of(4), dropped));
    }

    private static boolean isBase(Node node) {
        return !node.name().equals("classes");
    }

    @Test
    void frozenLayersStayAsTheyAreWhileTheOthersAreTrained() {
        Model before = model().freeze(FrozenBaseTest::isBase);

        Model after = TRAINER.fit(before, EXAMPLES).model();

        before.weights()
                .forEach((key, tensor) -> assertThat(after.weights().get(key).equals(tensor))
                        .as(key.toString())
                        .isEqualTo(!key.layer().equals("classes")));
    }

    @Test
    void theModelIsCutBehindTheLastFrozenLayer() {
        FrozenBase cut = FrozenBase.of(model().freeze(FrozenBaseTest::isBase)).orElseThrow();

        assertThat(cut.base().outputs()).containsExactly("dropped");
        assertThat(cut.head().nodes()).extracting(Node::name).containsExactly("dropped", "classes");
    }

    @Test
    void itIsNotCutWhereTwoBranchesGoOn() {
        Model model = model().freeze(node -> node.name().equals("wide"));

        assertThat(FrozenBase.of(model).orElseThrow().base().outputs()).containsExactly("wide");
        assertThat(FrozenBase.of(model().freeze(node -> node.name().equals("other")))
                        .map(cut -> cut.base().outputs()))
                .isEqualTo(Optional.of(List.of("flat")));
    }

    @Test
    void trainingTheHeadOnFeaturesIsTrainingTheWhole() {
        Model model = model().freeze(FrozenBaseTest::isBase);
        FrozenBase cut = FrozenBase.of(model).orElseThrow();

        Model whole = TRAINER.fit(model, EXAMPLES).model();
        Model joined =
                cut.withHead(TRAINER.fit(cut.head(), cut.features(EXAMPLES, 2)).model());

        WeightKey kernel = new WeightKey("classes", "kernel");
        assertThat(joined.weights().get(kernel).toArray())
                .containsExactly(whole.weights().get(kernel).toArray(), within(1e-5f));
    }

    @Test
    void aModelThatIsFrozenNowhereOrAsAWholeIsNotCutInAUsefulWay() {
        assertThat(FrozenBase.of(model().freeze(node -> true))).isEmpty();
        assertThat(FrozenBase.of(model().freeze(FrozenBaseTest::isBase).unfreeze()))
                .map(cut -> cut.base().parameters(false))
                .hasValue(0L);
    }
}
