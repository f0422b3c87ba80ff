// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rounded activations that are pooled before they are rounded, where nobody can tell. A linear activation between the two keeps them in the
 * order in which they stand.
 */
class PooledFirstTest {
    private static final int SIDE = 9;
    private static final int EXAMPLES = 4;

    static Stream<Arguments> layers() {
        Layer convolution = Conv2D.of(3, 2).withActivation(ActivationFunction.RELU);
        Layer uneven = Conv2D.of(3, 3).withActivation(ActivationFunction.RELU6);
        return Stream.of(
                Arguments.of(convolution, MaxPooling2D.of(2)),
                Arguments.of(convolution, MaxPooling2D.of(4).withStrides(2)),
                Arguments.of(convolution, MaxPooling2D.of(1).withStrides(2)),
                Arguments.of(uneven, MaxPooling2D.of(2)),
                Arguments.of(uneven, MaxPooling2D.of(2).withPadding(Padding.SAME)),
                Arguments.of(Conv2D.of(3, 2), MaxPooling2D.of(2)),
                Arguments.of(ReLU.max(2), MaxPooling2D.of(3)));
    }

    private static ParametrizedModel network(Layer rounded, MaxPooling2D pooling, boolean inOrder) {
        SequentialBuilder builder = Model.sequential().input(SIDE, SIDE, 2).add("rounded", rounded);
        if (inOrder) {
            builder = builder.add(new Activation(ActivationFunction.LINEAR));
        }
        Model model = builder.add(pooling).add(new Flatten()).add(Dense.of(1)).build(5);
        return ParametrizedModel.of(model)
                .with(ActivationKey.output("rounded"), new ActivationFakeQuant(4, RangeUpdate.MOVING_AVERAGE));
    }

    /** Numbers of both signs; the largest of all is in a corner that some poolings never look at. */
    private static Dataset pictures() {
        Random random = new Random(11);
        float[] numbers = new float[EXAMPLES * SIDE * SIDE * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        numbers[numbers.length - 1] = 40;
        numbers[numbers.length - 2] = -40;
        return Examples.of(
                new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, SIDE, SIDE, 2), Examples.floats(numbers)),
                new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, 1), Examples.floats(1, 2, 3, 4)),
                Scaling.IDENTITY);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layers")
    void aStepMovesTheRangeAsFarAndRoundsAlike(Layer rounded, MaxPooling2D pooling) {
        Trainer step =
                Trainer.of(new MeanSquaredError()).withOptimizer(Sgd.of(0.01f)).withBatchSize(EXAMPLES);

        TrainingResult<ParametrizedModel> pooledFirst = step.fit(network(rounded, pooling, false), pictures());
        TrainingResult<ParametrizedModel> inOrder = step.fit(network(rounded, pooling, true), pictures());

        assertThat(pooledFirst.model().state()).isEqualTo(inOrder.model().state());
        assertThat(pooledFirst.history().last().training().loss())
                .isEqualTo(inOrder.history().last().training().loss());
        assertThat(predictions(network(rounded, pooling, false)))
                .isEqualTo(predictions(network(rounded, pooling, true)));
    }

    private static io.espalier.model.tensor.Tensor predictions(ParametrizedModel model) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return evaluator.predict(pictures());
        }
    }
}
