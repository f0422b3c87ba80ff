// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Stands for the weights that training will leave. Conversion strips what does nothing, such as a sum with zeros; weights that are zeros or ones, or
 * equal, only because they are new must not decide that.
 */
final class AfterTraining {
    private static final long SEED = 1;

    private AfterTraining() {}

    /** Arbitrary positive numbers for all that training changes. */
    static Weights weights(Model model) {
        Set<WeightKey> changing = new HashSet<>();
        for (Node node : model.nodes()) {
            boolean changes = node.trainable()
                    && (node.layer() instanceof BatchNormalization
                            || model.weightSpecs(node).stream().anyMatch(WeightSpec::trainable));
            if (changes) {
                model.weightSpecs(node).forEach(weight -> changing.add(node.weightKey(weight.name())));
            }
        }
        SplittableRandom random = new SplittableRandom(SEED);
        return model.weights().map((key, value) -> changing.contains(key) ? numbers(value.shape(), random) : value);
    }

    private static Tensor numbers(Shape shape, SplittableRandom random) {
        float[] numbers = new float[shape.elements()];
        for (int place = 0; place < numbers.length; place++) {
            numbers[place] = (float) random.nextDouble(0.25, 0.75);
        }
        return Tensor.of(shape, numbers);
    }
}
