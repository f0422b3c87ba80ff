// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import org.junit.jupiter.api.Test;

/** Operations that only make steps pass no gradient to the weights before them. */
class StepsWithoutGradientTest {
    private static final Dataset PICTURES = Quarters.pictures(64, 1);

    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
            .withOptimizer(Sgd.of(0.1f))
            .withThreads(1);

    @Test
    void aWeightThatOnlyStepsLeadToStaysAsItIs() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(8, 8);
        SymbolicTensor row = graph.apply(new Flatten(), input);
        SymbolicTensor steps = graph.apply(new Elementwise(Unary.ROUND), graph.apply("before", Dense.of(4), row));
        SymbolicTensor sum = graph.apply(new Add(), steps, graph.apply("beside", Dense.of(4), row));
        Model model = graph.build(3, graph.apply(answer(), sum));

        Model trained = trainer.fit(model, PICTURES).model();

        assertThat(trained.weights().get("before", "kernel"))
                .isEqualTo(model.weights().get("before", "kernel"));
        assertThat(trained.weights().get("beside", "kernel"))
                .isNotEqualTo(model.weights().get("beside", "kernel"));
    }

    @Test
    void theRecurrentWeightsOfASingleStepStayAsTheyAre() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor step = graph.apply(Reshape.to(1, 64), graph.input(8, 8));
        Model model = graph.build(3, graph.apply(answer(), graph.apply("lstm", LSTM.of(4), step)));

        Model trained = trainer.fit(model, PICTURES).model();

        assertThat(trained.weights().get("lstm", "recurrent_kernel"))
                .isEqualTo(model.weights().get("lstm", "recurrent_kernel"));
        assertThat(trained.weights().get("lstm", "kernel"))
                .isNotEqualTo(model.weights().get("lstm", "kernel"));
    }

    @Test
    void aModelWithoutAnyOtherWeightIsRefused() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(8, 8);
        SymbolicTensor answer = graph.apply(answer(), graph.apply(new Flatten(), input));
        Model model = graph.build(3, graph.apply(new Elementwise(Unary.FLOOR), answer));

        assertThatThrownBy(() -> trainer.fit(model, PICTURES))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the loss does not depend on any weight that is trained");
    }

    private static Dense answer() {
        return Dense.of(4).withActivation(ActivationFunction.SOFTMAX);
    }
}
