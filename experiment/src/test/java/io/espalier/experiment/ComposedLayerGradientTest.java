// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Sgd;
import java.util.SplittableRandom;
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
            .withOptimizer(Sgd.of(1))
            .withBatchSize(RandomExamples.EXAMPLES)
            .withShuffling(false)
            .withThreads(1);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.espalier.experiment.ComposedLayerModels#classifiers")
    void weightsMoveAsTheLossSays(ComposedLayerModels.Case one) {
        Model model = one.model();
        RandomExamples examples = one.examples(SEED);

        Model stepped = oneStep.fit(model, examples).model();

        assertMoved(
                one, "the layer", model, stepped, key -> model.node(key.layer()).layer() instanceof ComposedLayer);
        String input = model.inputs().get(0).name();
        assertMoved(
                one,
                "those before it",
                model,
                stepped,
                key -> model.node(key.layer()).inputs().contains(input));
    }

    private static void assertMoved(
            ComposedLayerModels.Case one, String what, Model model, Model stepped, Predicate<WeightKey> chosen) {
        Predicate<WeightKey> moved = chosen.and(key -> isTrained(model, key));
        if (model.weights().keys().stream().noneMatch(moved)) {
            return;
        }
        double gradient = model.weights().keys().stream()
                .filter(moved)
                .mapToDouble(key -> along(key, model, stepped))
                .sum();
        RandomExamples examples = one.examples(SEED);
        double difference = loss(moved(model, moved, STEP), examples) - loss(moved(model, moved, -STEP), examples);
        double slope = difference / (2 * STEP);
        assertThat(gradient)
                .as("%s: %s, seed %d", one.name(), what, SEED)
                .isCloseTo(slope, within(2e-3 + 0.02 * Math.abs(slope)));
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
