// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private final Dataset pictures = Quarters.pictures(600, 1);
    private final Model model = Quarters.model(ActivationFunction.LINEAR);

    @Test
    void predictionsComeInTheOrderOfTheExamplesWhateverTheBatch() {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            Tensor all = evaluator.predict(pictures);
            Tensor last = evaluator.predict(pictures.slice(599, 600));

            assertThat(all.shape()).isEqualTo(Shape.of(600, 4));
            for (int output = 0; output < 4; output++) {
                assertThat(all.get(599 * 4 + output)).isCloseTo(last.get(output), within(1e-6f));
            }
        }
    }

    @Test
    void evaluatorsOfModelsWithTheSameNamesDoNotMeet() {
        Model zeros = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 0)));
        try (Evaluator first = Evaluator.of(model, 2);
                Evaluator second = Evaluator.of(zeros, 2)) {
            assertThat(second.predict(pictures).sparsity()).isEqualTo(1);
            assertThat(first.predict(pictures).sparsity()).isLessThan(1);
        }
    }

    @Test
    void allOutputsOfAModelComeFromOnePass() {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor flat = builder.apply(
                new Flatten(),
                builder.input(model.outputShape(model.inputs().get(0)).toArray()));
        SymbolicTensor first = builder.apply("first", Dense.of(3), flat);
        Model two = builder.build(1, first, builder.apply("second", Dense.of(2), first));

        try (Evaluator both = Evaluator.of(two, 2);
                Evaluator second = Evaluator.of(two.withOutput("second"), 2)) {
            Map<String, Tensor> answers = both.predictAll(pictures);

            assertThat(answers).containsOnlyKeys("first", "second");
            assertThat(answers.get("second")).isEqualTo(second.predict(pictures));
            assertThatThrownBy(() -> both.predict(pictures))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("has 2 outputs, [first, second]; predictAll gives all of them");
        }
    }

    @Test
    void aClosedEvaluatorSaysSo() {
        Evaluator evaluator = Evaluator.of(model, 2);
        evaluator.close();
        evaluator.close();

        assertThatThrownBy(() -> evaluator.evaluate(pictures, SparseCategoricalCrossentropy.fromLogits()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this evaluator is closed");
    }
}
