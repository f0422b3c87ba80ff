// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Softmax;
import io.espalier.train.Evaluator;
import io.espalier.train.loss.DistillationLoss;
import io.espalier.train.loss.Loss;
import java.util.function.Function;

/**
 * Lets a student learn from labels and from a teacher. Immutable.
 *
 * <pre>{@code
 * Distillation distillation = Distillation.from(teacher).temperature(4).labelWeight(0.1f);
 * TrainingResult result = Trainer.of(distillation.lossFor(student)).fit(student, distillation.teach(mnist.train()));
 * }</pre>
 *
 * <p>The student may be parametrized: pruned, clustered, quantization-aware.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network (2015)</a>
 */
public final class Distillation {
    private final Function<Dataset, Tensor> logits;
    private final float temperature;
    private final float labelWeight;

    private Distillation(Function<Dataset, Tensor> logits, float temperature, float labelWeight) {
        this.logits = logits;
        this.temperature = temperature;
        this.labelWeight = labelWeight;
    }

    /** From a model of one input that answers with logits or probabilities; temperature 4, and a tenth of weight on the labels. */
    public static Distillation from(Model teacher) {
        return from(examples -> {
            try (Evaluator evaluator = Evaluator.of(teacher)) {
                Tensor answers = evaluator.predict(examples);
                return endsInSoftmax(teacher) ? logarithms(answers) : answers;
            }
        });
    }

    /**
     * From whatever answers for each example, in order, such as a .tflite file in its runtime.
     *
     * @param teacher gives logits, or logarithms of probabilities, of shape (examples, classes)
     */
    public static Distillation from(Function<Dataset, Tensor> teacher) {
        return new Distillation(teacher, 4, 0.1f);
    }

    /** @throws IllegalArgumentException if it is not above 0 */
    public Distillation temperature(float degrees) {
        return checked(new Distillation(logits, degrees, labelWeight));
    }

    /** How much the labels count, from 0 to 1; the rest is the teacher's. */
    public Distillation labelWeight(float share) {
        return checked(new Distillation(logits, temperature, share));
    }

    private static Distillation checked(Distillation changed) {
        new DistillationLoss(true, changed.temperature, changed.labelWeight);
        return changed;
    }

    /** What the student is trained by, on examples that were {@linkplain #teach taught}. */
    public Loss lossFor(Model student) {
        return new DistillationLoss(!endsInSoftmax(student), temperature, labelWeight);
    }

    /**
     * The examples with the teacher's answers in their targets. The teacher answers now, once for each.
     *
     * @throws CompressionException if targets are no class numbers, or the teacher does not answer with a number for each class
     */
    public Dataset teach(Dataset examples) {
        if (examples.classNames().isEmpty() || examples.targets().elements() != 1) {
            throw new CompressionException(
                    examples.name() + ": distillation takes class numbers as targets, not " + examples.targets());
        }
        Tensor answers = logits.apply(examples);
        int classes = answers.shape().channels();
        if (classes < examples.classNames().size() || answers.shape().elements() != classes * examples.size()) {
            throw new CompressionException("the teacher answers " + answers.shape() + " for " + examples.name()
                    + ", which has "
                    + examples.size() + " examples of " + examples.classNames().size()
                    + " classes; it must know all of them");
        }
        return new TaughtDataset(examples, answers);
    }

    private static boolean endsInSoftmax(Model model) {
        Layer last = model.node(model.outputs().get(0)).layer();
        return last instanceof Softmax
                || (last instanceof Dense dense && dense.activation() == ActivationFunction.SOFTMAX)
                || (last instanceof Activation activation && activation.function() == ActivationFunction.SOFTMAX);
    }

    // They are logits less a number that is the same for all classes, which softmax does not see.
    private static Tensor logarithms(Tensor probabilities) {
        float[] values = probabilities.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log(Math.max(values[i], Float.MIN_NORMAL));
        }
        return Tensor.of(probabilities.shape(), values);
    }
}
