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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Knowledge distillation: a student learns from labels and from the outputs of a teacher. Immutable: each setting returns a new object.
 *
 * <pre>{@code
 * Distillation distillation = Distillation.from(teacher)
 *         .withTemperature(4)
 *         .withLabelWeight(0.1f)
 *         .withFeature("conv2d_3", "conv2d_1", 0.5f);
 * TrainingResult<Model> result = Trainer.of(distillation.lossFor(student)).fit(student, distillation.teach(mnist.train()));
 * }</pre>
 *
 * <p>The student may be a parametrized model: pruned, clustered or quantization-aware.
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

    /**
     * Distils from a model with one input, whose outputs are logits or probabilities. The default temperature is 4, the default weight of the labels 0.1.
     */
    public static Distillation from(Model teacher) {
        Objects.requireNonNull(teacher, "teacher");
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
     * Distils from any teacher, such as a .tflite file in its runtime. Outputs that look like probabilities, from 0 to 1 with a sum of 1 per example,
     * are treated as such; if this may be wrong, say {@link #withProbabilities} or {@link #withLogits}.
     *
     * @param teacher returns logits or probabilities of shape (examples, classes), in the order of the data set
     */
    public static Distillation from(Function<Dataset, Tensor> teacher) {
        Objects.requireNonNull(teacher, "teacher");
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

    /** Says that the teacher's outputs are probabilities. */
    public Distillation withProbabilities() {
        return with(changed -> changed.answers = TeacherOutputs.PROBABILITIES);
    }

    /** Says that the teacher's outputs are logits, or logarithms of probabilities. */
    public Distillation withLogits() {
        return with(changed -> changed.answers = TeacherOutputs.LOGITS);
    }

    /**
     * Sets the temperature, which softens the probabilities of teacher and student. The default is 4.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Distillation withTemperature(float degrees) {
        return with(changed -> changed.temperature = degrees);
    }

    /**
     * Sets the weight of the labels in the loss; the teacher has the rest. The default is 0.1.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Distillation withLabelWeight(float share) {
        return with(changed -> changed.labelWeight = share);
    }

    /**
     * Matches a layer of the student with one of the teacher: adds their mean squared difference to the loss, through a trained linear regressor if they
     * have different numbers of channels. May be called for several pairs.
     *
     * @param weight of the difference in the loss; outputs and labels together have weight 1
     * @throws CompressionException if the teacher is not a {@link Model}
     * @throws io.espalier.model.tensor.ModelException if the teacher has no such layer; the message suggests the nearest name
     * @throws IllegalArgumentException if the weight is not above 0
     */
    public Distillation withFeature(String teacherLayer, String studentLayer, float weight) {
        Model known = model.orElseThrow(() -> new CompressionException("layer '" + teacherLayer
                + "' cannot be matched: this teacher only gives outputs; feature matching needs a Model as teacher"));
        known.node(teacherLayer);
        List<FeaturePair> more = new ArrayList<>(features);
        more.add(new FeaturePair(teacherLayer, studentLayer, weight));
        return with(changed -> changed.features = List.copyOf(more));
    }

    /**
     * The loss to train the student with, on a data set from {@link #teach}.
     *
     * @throws CompressionException if teacher and student have different numbers of classes
     * @throws io.espalier.model.tensor.ModelException if the student has no layer of a given name
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
     * Runs the teacher on a data set and adds its outputs to the targets.
     *
     * @param examples class numbers as targets
     * @return the same examples; targets are FLOAT32 of shape (1 + classes): the class number, then the teacher's logits
     * @throws CompressionException if targets are not class numbers, the teacher has another number of classes, or its outputs are not finite
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
