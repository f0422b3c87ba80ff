// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
    @Test
    void layersWithoutANameAreNamedAsKerasNamesThem() {
        Model model = Model.sequential()
                .input(8, 8, 1)
                .add(Conv2D.of(2, 3))
                .add(Conv2D.of(2, 3))
                .add(BatchNormalization.defaults())
                .add(new Flatten())
                .build(1);

        assertThat(model.nodes())
                .extracting(Node::name)
                .containsExactly("input", "conv2d", "conv2d_1", "batch_normalization", "flatten");
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        assertThat(dense(7).weights()).isEqualTo(dense(7).weights()).isNotEqualTo(dense(8).weights());
    }

    @Test
    void aLayerStartsTheSameWhateverStandsBesideIt() {
        Model deeper = Model.sequential()
                .input(4)
                .add("dense", Dense.of(3))
                .add("more", Dense.of(2))
                .build(7);

        assertThat(deeper.weights().get("dense", "kernel"))
                .isEqualTo(dense(7).weights().get("dense", "kernel"));
    }

    @Test
    void glorotUniformStaysWithinItsLimitAndBiasesStartAtZero() {
        Model model = Model.sequential().input(200).add(Dense.of(100)).build(3);
        float limit = (float) Math.sqrt(6.0 / 300);

        float largest = 0;
        for (float value : model.weights().get("dense", "kernel").toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.99f * limit, limit);
        assertThat(model.weights().get("dense", "bias")).isEqualTo(Tensor.filled(Shape.of(100), 0));
    }

    @Test
    void shapesThatDoNotFitNameTheLayer() {
        SequentialBuilder builder = Model.sequential().input(28, 28).add(Conv2D.of(12, 3));

        assertThatThrownBy(() -> builder.build(1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("layer 'conv2d' (Conv2D)")
                .hasMessageContaining("(None, 28, 28)");
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        SequentialBuilder builder = Model.sequential().input(4).add("a", Dense.of(3));

        assertThatThrownBy(() -> builder.add("a", Dense.of(3)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("two layers are named 'a'");
    }

    @Test
    void weightsOfAnotherShapeAreRefusedWithBothShapes() {
        Model model = dense(1);
        Weights wrong = model.weights()
                .map((key, tensor) -> key.weight().equals("bias") ? Tensor.filled(Shape.of(9), 0) : tensor);

        assertThatThrownBy(() -> model.withWeights(wrong))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("'dense/bias' has shape (9), but its layer needs (3)");
    }

    @Test
    void weightsThatAreMissingOrBelongToNoLayerAreRefused() {
        Model model = dense(1);
        Map<WeightKey, Tensor> more = new HashMap<>();
        model.weights().forEach(more::put);
        more.put(new WeightKey("dense", "extra"), Tensor.filled(Shape.of(1), 0));

        assertThatThrownBy(() -> model.withWeights(Weights.of(more))).hasMessageContaining("dense/extra");
        assertThatThrownBy(() -> model.withWeights(Weights.of(Map.of()))).hasMessageContaining("dense/kernel");
    }

    @Test
    void aLayerThatTakesFromOneThatComesLaterIsRefused() {
        List<Node> nodes = List.of(new Node("dense", Dense.of(1), List.of("input")));

        assertThatThrownBy(
                        () -> Model.of("m", Model.Topology.FUNCTIONAL, nodes, List.of("dense"), Weights.of(Map.of())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no layer 'input' before this one");
    }

    @Test
    void theLayersOfAPartComeUnderItsNameWithTheWeightsThatItHas() {
        Model part = dense(5);

        Model model = Model.sequential()
                .input(4)
                .add(Dense.of(4))
                .add("encoder", part)
                .add(Dense.of(4))
                .add("again", part)
                .build(6);

        assertThat(model.nodes())
                .extracting(Node::name)
                .containsExactly("input", "dense", "encoder/dense", "dense_1", "again/dense");
        assertThat(model.topology()).isEqualTo(Model.Topology.SEQUENTIAL);
        assertThat(model.weights().get("encoder/dense", "kernel"))
                .isEqualTo(part.weights().get("dense", "kernel"));
        assertThat(model.weights().get("dense", "kernel"))
                .isEqualTo(Model.sequential()
                        .input(4)
                        .add(Dense.of(4))
                        .build(6)
                        .weights()
                        .get("dense", "kernel"));
    }

    @Test
    void partsOfOneNameAreNumbered() {
        Model model = Model.sequential().add(dense(1, 4)).add(dense(2, 4)).build(3);

        assertThat(model.nodes())
                .extracting(Node::name)
                .containsExactly("input", "sequential/dense", "sequential_1/dense");
    }

    @Test
    void aSequentialModelWhosePartHasBranchesIsFunctional() {
        FunctionalBuilder graph = Model.functional("residual");
        SymbolicTensor input = graph.input(4);
        Model residual = graph.build(1, graph.apply(new Add(), input, graph.apply(Dense.of(4), input)));

        Model model = Model.sequential().input(4).add(residual).add(Dense.of(2)).build(1);

        assertThat(model.topology()).isEqualTo(Model.Topology.FUNCTIONAL);
        assertThat(model.node("residual/add").inputs()).containsExactly("input", "residual/dense");
        assertThat(model.node("dense").inputs()).containsExactly("residual/add");
    }

    @Test
    void aPartThatIsAppliedAgainSharesItsWeights() {
        FunctionalBuilder graph = Model.functional();
        Model part = dense(1, 4);
        SymbolicTensor once = graph.apply(part, graph.input(4));

        Model model = graph.build(1, graph.apply(part, once));

        assertThat(model.node("sequential/dense_call_2").weightsOf()).isEqualTo("sequential/dense");
        assertThat(model.weights().keys())
                .containsExactly(
                        new WeightKey("sequential/dense", "kernel"), new WeightKey("sequential/dense", "bias"));
        assertThat(model.parameters(false)).isEqualTo(20);
    }

    @Test
    void aLayerThatIsCalledAgainNeedsInputsThatItsWeightsFit() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor once = graph.apply(Dense.of(4), graph.input(4));
        SymbolicTensor twice = graph.applyAgain(once, graph.input(3));

        assertThatThrownBy(() -> graph.build(1, twice))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("layer 'dense_call_2' (Dense)", "(3, 4)", "layer 'dense'", "(4, 4)");
    }

    @Test
    void aPartWithOtherInputsOrOutputsThanItIsGivenIsRefused() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(4);
        FunctionalBuilder two = Model.functional("two");
        Model forked = two.build(1, two.apply(new Add(), two.input(4), two.input(4)), two.input(4));

        assertThatThrownBy(() -> graph.apply(forked, input)).hasMessageContaining("3 inputs, but is applied to 1");
        assertThatThrownBy(() -> graph.apply(forked, input, input, input)).hasMessageContaining("2 outputs");
        assertThatThrownBy(() -> Model.sequential().input(4).add(forked)).hasMessageContaining("one input");
    }

    private static Model dense(long seed, int units) {
        return Model.sequential().input(4).add("dense", Dense.of(units)).build(seed);
    }

    private static Model dense(long seed) {
        return Model.sequential().input(4).add("dense", Dense.of(3)).build(seed);
    }
}
