// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.tensor.Shape;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a model answers in TensorFlow to a few seeded random pictures. */
final class Answers {
    private static final int EXAMPLES = 3;

    private Answers() {}

    /** The answers of each of the model's outputs, one after the other. */
    static float[] of(Model model, long seed) {
        Shape shape = model.outputShape(model.inputs().get(0));
        Dataset pictures = pictures(shape, seed);
        List<Float> answers = new ArrayList<>();
        for (String output : model.outputs()) {
            Model single = Model.of(model.name(), model.topology(), model.nodes(), List.of(output), model.weights());
            try (Evaluator evaluator = Evaluator.of(single, 1)) {
                for (float answer : evaluator.predict(pictures).toArray()) {
                    answers.add(answer);
                }
            }
        }
        float[] all = new float[answers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = answers.get(i);
        }
        return all;
    }

    private static Dataset pictures(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer numbers = buffer(EXAMPLES * shape.elements());
        while (numbers.hasRemaining()) {
            numbers.putFloat((float) random.nextDouble(-1, 1));
        }
        List<Integer> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.add(0, EXAMPLES);
        NumericArray pictures = new NumericArray(ElementType.FLOAT32, dimensions, numbers.flip());
        NumericArray targets = new NumericArray(ElementType.INT32, List.of(EXAMPLES), buffer(EXAMPLES));
        return ArrayDataset.of("random", pictures, targets, Scaling.IDENTITY, List.of());
    }

    private static ByteBuffer buffer(int numbers) {
        return ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
