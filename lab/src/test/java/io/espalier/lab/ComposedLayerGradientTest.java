// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients through layers that are made of simpler operations, read off one step of gradient descent with rate 1, against how the loss changes
 * when all weights of a layer move a little in a random direction.
 */
class ComposedLayerGradientTest {
    private static final long SEED = 13;
    private static final float STEP = 3e-4f;

    private final Trainer oneStep = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
            .optimizer(Sgd.of(1))
            .batchSize(RandomExamples.EXAMPLES)
            .shuffle(false)
            .threads(1);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.lab.ComposedLayerModels#classifiers")
    void weightsMoveAsTheLossSays(ComposedLayerModels.Case one) {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);

        Model stepped = oneStep.fit(model, examples).model();

        TreeSet<String> layers = new TreeSet<>();
        model.weights().keys().forEach(key -> layers.add(key.layer()));
        for (String layer : layers) {
            Predicate<WeightKey> own = key -> key.layer().equals(layer) && isTrained(model, key);
            double gradient = 0;
            for (WeightKey key : model.weights().keys()) {
                gradient += own.test(key) ? along(key, model, stepped) : 0;
            }
            double difference = loss(moved(model, own, STEP), examples) - loss(moved(model, own, -STEP), examples);
            double slope = difference / (2 * STEP);
            assertThat(gradient)
                    .as("%s of %s, seed %d", layer, one.name(), SEED)
                    .isCloseTo(slope, within(2e-3 + 0.02 * Math.abs(slope)));
        }
    }

    private static boolean isTrained(Model model, WeightKey key) {
        return model.weightSpecs(model.node(key.layer())).stream()
                .anyMatch(spec -> spec.name().equals(key.weight()) && spec.trainable());
    }

    private static double along(WeightKey key, Model model, Model stepped) {
        Tensor before = model.weights().get(key);
        Tensor after = stepped.weights().get(key);
        float[] direction = direction(key, before.shape().elements());
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] * ((double) before.get(i) - after.get(i));
        }
        return sum;
    }

    private static Model moved(Model model, Predicate<WeightKey> own, float by) {
        return model.withWeights(model.weights().map((key, tensor) -> {
            if (!own.test(key)) {
                return tensor;
            }
            float[] values = tensor.toArray();
            float[] direction = direction(key, values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] += by * direction[i];
            }
            return Tensor.of(tensor.shape(), values);
        }));
    }

    private static float[] direction(WeightKey key, int length) {
        SplittableRandom random = new SplittableRandom(SEED * 31 + key.hashCode());
        float[] direction = new float[length];
        for (int i = 0; i < length; i++) {
            direction[i] = (float) random.nextDouble(-1, 1);
        }
        return direction;
    }

    /** All examples are of class 0. */
    private static double loss(Model model, RandomExamples examples) {
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            Tensor answers = evaluator.predict(examples);
            int classes = answers.shape().elements() / RandomExamples.EXAMPLES;
            double sum = 0;
            for (int example = 0; example < RandomExamples.EXAMPLES; example++) {
                sum -= Math.log(answers.get(example * classes));
            }
            return sum / RandomExamples.EXAMPLES;
        }
    }
}
