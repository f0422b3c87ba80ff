// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A layer that this project does not have, as somebody else may write it. */
class CustomLayerTest {
    private static final long SEED = 3;

    /** {@code x + tanh(a * x) * tanh(a * x)}, with an a for each feature that is learned. */
    record Wave() implements ComposedLayer {
        @Override
        public List<WeightSpec> weights(List<Shape> inputs) {
            Shape features = Shape.of(inputs.get(0).channels());
            return List.of(WeightSpec.trainable("frequency", features, Initializer.ONES));
        }

        @Override
        public <T> T compute(Operations<T> on, List<T> inputs) {
            T bent = on.unary(Unary.TANH, on.multiply(inputs.get(0), on.weight("frequency")));
            return on.add(inputs.get(0), on.unary(Unary.SQUARE, bent));
        }
    }

    @Test
    void aLayerOfAnotherIsTrainedAndConverted() {
        Model model = Model.sequential()
                .input(6)
                .add(Dense.of(4))
                .add(new Wave())
                .add(Dense.of(3).withActivation(ActivationFunction.SOFTMAX))
                .build(SEED);
        RandomExamples examples = new RandomExamples(Shape.of(6), SEED);
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withOptimizer(Sgd.of(0.1f))
                .withEpochs(3);

        Model trained = trainer.fit(model, examples).model();

        WeightKey frequency = new WeightKey("wave", "frequency");
        assertThat(trained.weights().get(frequency))
                .isNotEqualTo(model.weights().get(frequency));
        try (Evaluator evaluator = Evaluator.of(trained)) {
            LiteAgainstTensorFlowTest.assertClose(
                    LiteAnswers.of(Converter.convert(trained), examples, true),
                    evaluator.predict(examples).toArray(),
                    "custom",
                    trained,
                    SEED);
        }
    }
}
