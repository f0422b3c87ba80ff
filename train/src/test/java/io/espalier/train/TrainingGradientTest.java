// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.data.image.Augmentation;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingMethod;
import io.espalier.train.session.TrainingSession;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients through every layer, read off one step of gradient descent with rate 1, against numeric differentiation. */
class TrainingGradientTest {
    private static final long SEED = 11;
    private static final float PROBE = 1e-3f;

    private static final int EXAMPLES = 8;

    @Test
    void everyWeightOfEveryLayerGetsItsGradient() {
        Model model = everyLayer();
        Weights weights = model.weights();
        try (TrainingSession session = TrainingSession.open(
                ParametrizedModel.of(model),
                examples(),
                new TrainingMethod(
                        SparseCategoricalCrossentropy.fromProbabilities(),
                        Sgd.of(1),
                        EXAMPLES,
                        SEED,
                        true,
                        Augmentation.NONE),
                2)) {

            lossBeforeAStep(session);
            Weights stepped = session.variables();

            SplittableRandom random = new SplittableRandom(SEED);
            for (WeightKey key : weights.keys()) {
                if (!key.weight().startsWith("moving_")) {
                    int index = random.nextInt(weights.get(key).shape().elements());
                    double gradient =
                            weights.get(key).get(index) - stepped.get(key).get(index);
                    session.assign(moved(weights, key, index, PROBE));
                    double above = lossBeforeAStep(session);
                    session.assign(moved(weights, key, index, -PROBE));
                    double below = lossBeforeAStep(session);
                    double slope = (above - below) / (2 * PROBE);
                    assertThat(gradient)
                            .as("%s[%d], seed %d", key, index, SEED)
                            .isCloseTo(slope, within(2e-3 + 0.03 * Math.abs(slope)));
                }
            }
        }
    }

    // Smooth functions where there is a choice: at a kink of ReLU no difference quotient is the derivative.
    private static Model everyLayer() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(8, 8);
        SymbolicTensor picture = graph.apply(Reshape.to(8, 8, 1), input);
        SymbolicTensor padded = graph.apply(ZeroPadding2D.of(1), picture);
        SymbolicTensor conv = graph.apply(Conv2D.of(3, 3).withActivation(ActivationFunction.TANH), padded);
        SymbolicTensor dilated = graph.apply(
                Conv2D.of(3, 3).withDilation(2).withPadding(Padding.SAME).withActivation(ActivationFunction.SIGMOID),
                conv);
        SymbolicTensor sum = graph.apply(new Add(), conv, dilated);
        SymbolicTensor normalized = graph.apply(BatchNormalization.defaults(), sum);
        SymbolicTensor depthwise = graph.apply(
                DepthwiseConv2D.of(3).withDepthMultiplier(2).withStrides(2).withPadding(Padding.SAME), normalized);
        SymbolicTensor dilatedDepthwise =
                graph.apply(DepthwiseConv2D.of(3).withDilation(2).withPadding(Padding.SAME), depthwise);
        SymbolicTensor joined = graph.apply(new Concatenate(), depthwise, dilatedDepthwise);
        SymbolicTensor bounded =
                graph.apply(ReLU.max(50), graph.apply(Activation.of(ActivationFunction.RELU6), joined));
        SymbolicTensor max = graph.apply(MaxPooling2D.of(2), bounded);
        SymbolicTensor average = graph.apply(AveragePooling2D.of(2), joined);
        SymbolicTensor pooledFirst = graph.apply(MaxPooling2D.of(2), dilatedDepthwise);
        SymbolicTensor all = graph.apply(new Concatenate(), max, average, pooledFirst);
        SymbolicTensor flat =
                graph.apply(Dense.of(5).withActivation(ActivationFunction.TANH), graph.apply(new Flatten(), all));
        SymbolicTensor means = graph.apply(new GlobalAveragePooling2D(), all);
        SymbolicTensor squeezed = graph.apply(Dense.of(30).withActivation(ActivationFunction.SIGMOID), means);
        SymbolicTensor excited = graph.apply(new Multiply(), squeezed, all, all);
        SymbolicTensor mean = graph.apply(Dense.of(5), graph.apply(new GlobalAveragePooling2D(), excited));
        SymbolicTensor causal = graph.apply(
                Conv1D.of(3, 3)
                        .withDilation(2)
                        .withPadding(TemporalPadding.CAUSAL)
                        .withActivation(ActivationFunction.TANH),
                input);
        SymbolicTensor strided = graph.apply(Conv1D.of(2, 3).withStrides(2).withPadding(TemporalPadding.SAME), causal);
        SymbolicTensor windows = graph.apply(
                new Concatenate(),
                graph.apply(MaxPooling1D.of(2), causal),
                graph.apply(AveragePooling1D.of(2), causal),
                strided);
        SymbolicTensor steps = graph.apply(
                new Concatenate(),
                graph.apply(new Flatten(), windows),
                graph.apply(new GlobalMaxPooling1D(), causal),
                graph.apply(new GlobalAveragePooling1D(), causal));
        SymbolicTensor sequence = graph.apply(Dense.of(5), steps);
        SymbolicTensor features =
                graph.apply(BatchNormalization.defaults(), graph.apply(new Add(), flat, mean, sequence));
        return graph.build(SEED, graph.apply(Dense.of(4).withActivation(ActivationFunction.SOFTMAX), features));
    }

    private static double lossBeforeAStep(TrainingSession session) {
        try (TrainingSession.Epoch epoch =
                session.epoch(1, IntStream.range(0, EXAMPLES).toArray(), 0)) {
            return epoch.next(1).metrics().loss();
        }
    }

    private static Weights moved(Weights weights, WeightKey moved, int index, float by) {
        return weights.map((key, tensor) -> {
            if (!key.equals(moved)) {
                return tensor;
            }
            float[] values = tensor.toArray();
            values[index] += by;
            return Tensor.of(tensor.shape(), values);
        });
    }

    private static Dataset examples() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] inputs = new float[EXAMPLES * 64];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return Examples.of(
                new NumericArray(ElementType.FLOAT32, List.of(EXAMPLES, 8, 8), Examples.floats(inputs)),
                new NumericArray(ElementType.INT32, List.of(EXAMPLES), Examples.ints(0, 1, 2, 3, 3, 2, 1, 0)),
                Scaling.IDENTITY);
    }
}
