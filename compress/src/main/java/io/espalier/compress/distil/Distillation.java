// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.distil.DistillationLoss;
import io.espalier.train.distil.FeatureMatching;
import io.espalier.train.distil.FeaturePair;
import io.espalier.train.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets a student learn from labels and from a teacher. Immutable: each setting makes another.
 *
 * <pre>{@code
 * Distillation distillation = Distillation.from(teacher)
 *         .temperature(4)
 *         .labelWeight(0.1f)
 *         .feature("conv2d_3", "conv2d_1", 0.5f);
 * TrainingResult<Model> result = Trainer.of(distillation.lossFor(student)).fit(student, distillation.teach(mnist.train()));
 * }</pre>
 *
 * <p>The student may be parametrized: pruned, clustered, quantization-aware.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network (2015)</a>
 * @see <a href="https://arxiv.org/abs/1412.6550">Romero et al., FitNets: Hints for Thin Deep Nets (2014)</a>
 */
public final class Distillation {
    private final Function<Dataset, Tensor> teacher;
    private final Optional<Model> model;
    private TeacherOutputs answers;
    private float temperature = 4;
    private float labelWeight = 0.1f;
    private List<FeaturePair> features = List.of();

    private Distillation(Function<Dataset, Tensor> teacher, Optional<Model> model, TeacherOutputs answers) {
        this.teacher = teacher;
        this.model = model;
        this.answers = answers;
    }

    /** From a model of one input that answers with logits or probabilities; temperature 4, and a tenth of weight on the labels. */
    public static Distillation from(Model teacher) {
        return new Distillation(
                examples -> {
                    try (Evaluator evaluator = Evaluator.of(teacher)) {
                        return evaluator.predict(examples);
                    }
                },
                Optional.of(teacher),
                endsInSoftmax(teacher) ? TeacherOutputs.PROBABILITIES : TeacherOutputs.LOGITS);
    }

    /**
     * From whatever answers for each example, in order, such as a {@link io.espalier.train.session.SavedModel}, or a .tflite file in its
     * runtime. Answers that look like probabilities, all of them from 0 to 1 and each example's 1 in sum, are taken for such; where that
     * guess may be wrong, {@link #probabilities} and {@link #logits} say it.
     *
     * @param teacher gives logits or probabilities, of shape (examples, classes)
     */
    public static Distillation from(Function<Dataset, Tensor> teacher) {
        return new Distillation(teacher, Optional.empty(), TeacherOutputs.AS_THEY_LOOK);
    }

    private Distillation with(Consumer<Distillation> change) {
        Distillation changed = new Distillation(teacher, model, answers);
        changed.temperature = temperature;
        changed.labelWeight = labelWeight;
        changed.features = features;
        change.accept(changed);
        new DistillationLoss(true, changed.temperature, changed.labelWeight);
        return changed;
    }

    /** The teacher answers with probabilities. */
    public Distillation probabilities() {
        return with(changed -> changed.answers = TeacherOutputs.PROBABILITIES);
    }

    /** The teacher answers with logits, or with logarithms of probabilities. */
    public Distillation logits() {
        return with(changed -> changed.answers = TeacherOutputs.LOGITS);
    }

    /** @throws IllegalArgumentException if it is not above 0 */
    public Distillation temperature(float degrees) {
        return with(changed -> changed.temperature = degrees);
    }

    /**
     * How much the labels count, from 0 to 1; the rest is the teacher's.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Distillation labelWeight(float share) {
        return with(changed -> changed.labelWeight = share);
    }

    /**
     * Lets a layer of the student resemble one of the teacher, besides those that do already: their mean squared difference is added to the
     * loss, through a linear regressor where they have other numbers of channels. See {@link FeatureMatching}.
     *
     * @param weight of the difference in the loss; that of answers and labels together is 1
     * @throws CompressionException if the teacher is no {@link Model}
     * @throws io.espalier.model.tensor.ModelException if the teacher has no such layer; offers the nearest
     * @throws IllegalArgumentException if the weight is not above 0
     */
    public Distillation feature(String teacherLayer, String studentLayer, float weight) {
        Model known = model.orElseThrow(() -> new CompressionException("layer '" + teacherLayer
                + "' cannot be matched: this teacher only gives outputs; feature matching needs a Model as teacher"));
        known.node(teacherLayer);
        List<FeaturePair> more = new ArrayList<>(features);
        more.add(new FeaturePair(teacherLayer, studentLayer, weight));
        return with(changed -> changed.features = List.copyOf(more));
    }

    /**
     * What the student is trained by, on examples that were {@linkplain #teach taught}.
     *
     * @throws CompressionException if the teacher is a model of other classes
     * @throws io.espalier.model.tensor.ModelException if features are matched with a layer that the student does not have
     * @throws io.espalier.train.history.TrainingException if features cannot be matched
     */
    public Loss lossFor(Model student) {
        Loss loss = new DistillationLoss(!endsInSoftmax(student), temperature, labelWeight);
        if (model.isEmpty()) {
            return loss;
        }
        requireSameClasses(model.get(), student);
        return features.isEmpty() ? loss : loss.withAuxiliary(FeatureMatching.of(model.get(), student, features));
    }

    private static void requireSameClasses(Model teacher, Model student) {
        int known = classes(teacher);
        int learnt = classes(student);
        if (known != learnt) {
            throw new CompressionException("the teacher, model '" + teacher.name() + "', has " + known
                    + " classes, but the student, model '" + student.name() + "', has " + learnt
                    + "; both must have one output per class");
        }
    }

    private static int classes(Model model) {
        return model.outputShape(model.outputs().get(0)).channels();
    }

    /**
     * The examples with the teacher's answers in their targets. The teacher answers now, once for each.
     *
     * @throws CompressionException if targets are no class numbers, or the teacher knows other classes than the data have, or answers with
     *     something else than a number for each of them
     */
    public Dataset teach(Dataset examples) {
        if (examples.classNames().isEmpty() || examples.targets().elements() != 1) {
            throw new CompressionException(
                    examples.name() + ": distillation takes class numbers as targets, not " + examples.targets());
        }
        Tensor given = teacher.apply(examples);
        int classes = given.shape().channels();
        if (given.shape().elements() != (long) classes * examples.size()) {
            throw new CompressionException("the teacher's output has shape " + given.shape() + " for the "
                    + examples.size() + " examples of " + examples.name() + "; it must have one row per example");
        }
        if (classes != examples.classNames().size()) {
            throw new CompressionException("the teacher has " + classes + " classes, but " + examples.name() + " has "
                    + examples.classNames().size() + "; both must have the same, in the same order");
        }
        requireNumbers(given, examples);
        return new TeacherLabeledDataset(examples, answers.logits(given));
    }

    private static void requireNumbers(Tensor given, Dataset examples) {
        for (int i = 0; i < given.shape().elements(); i++) {
            if (!Float.isFinite(given.get(i))) {
                throw new CompressionException("the teacher's output is " + given.get(i) + " for example "
                        + i / given.shape().channels() + " of " + examples.name()
                        + "; all outputs must be finite");
            }
        }
    }

    private static boolean endsInSoftmax(Model model) {
        return model.node(model.outputs().get(0)).layer().lastFunction() == ActivationFunction.SOFTMAX;
    }
}
