// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.data.LossName;
import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Kind;
import io.espalier.data.Task.Output;
import io.espalier.data.Tasks;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.distil.DistillationLoss;
import io.espalier.train.distil.FeatureMatching;
import io.espalier.train.distil.FeaturePair;
import io.espalier.train.loss.Loss;
import io.espalier.train.task.ModelOutput;
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
    private Optional<Task> task = Optional.empty();
    private Optional<Tasks> tasks = Optional.empty();

    private Distillation(Function<Dataset, Tensor> teacher, Optional<Model> model, TeacherOutputs answers) {
        this.teacher = teacher;
        this.model = model;
        this.answers = answers;
    }

    /**
     * Distils from a model. Its outputs are probabilities if it ends in softmax or sigmoid, otherwise logits, or in a regression the numbers
     * themselves. The default temperature is 4, the default weight of the labels 0.1.
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
                ModelOutput.of(teacher).ending() == Ending.OTHER
                        ? TeacherOutputs.LOGITS
                        : TeacherOutputs.PROBABILITIES);
    }

    /**
     * Distils from any teacher, such as a .tflite file in its runtime. Outputs that look like probabilities, from 0 to 1, and with a sum of 1 per example
     * if they tell classes apart, are treated as such; if this may be wrong, say {@link #withProbabilities} or {@link #withLogits}.
     *
     * @param teacher returns logits or probabilities of shape (examples, classes), in the order of the data set; numbers in a regression
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
        changed.task = task;
        changed.tasks = tasks;
        change.accept(changed);
        DistillationLoss.requireTemperature(changed.temperature);
        DistillationLoss.requireLabelWeight(changed.labelWeight);
        return changed;
    }

    /** Distillation into one of several outputs, from that of the teacher in the same place. Layers are matched only with the first. */
    Distillation ofOutput(int place) {
        Model known =
                model.orElseThrow(() -> new CompressionException("this teacher gives one output, but the student has"
                        + " several; a model with several outputs needs a Keras model as teacher"));
        if (place >= known.outputs().size()) {
            throw new CompressionException("the teacher, model '" + known.name() + "', has the outputs "
                    + known.outputs() + ", but the student has more; both must have the same outputs");
        }
        Distillation ofOne = from(known.withOutput(known.outputs().get(place)));
        ofOne.temperature = temperature;
        ofOne.labelWeight = labelWeight;
        ofOne.features = place == 0 ? features : List.of();
        ofOne.task = task;
        return ofOne;
    }

    /**
     * Says what the student is for. Otherwise several outputs are classes, and a single one says yes or no.
     *
     * <p>In a regression the student learns the teacher's outputs by the mean squared error, and the temperature has no effect.
     */
    public Distillation withTask(Task purpose) {
        return with(changed -> changed.task = Optional.of(purpose));
    }

    /**
     * Says what each output of the student is for. The teacher of a student with several outputs must be a {@link Model} with the same outputs.
     *
     * @throws CompressionException if it is not
     */
    public Distillation withTasks(Tasks purposes) {
        if (purposes.byOutput().size() == 1) {
            return withTask(purposes.first());
        }
        Distillation joined = with(changed -> changed.tasks = Optional.of(purposes));
        JointDistillation.of(joined, purposes);
        return joined;
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
     * @throws CompressionException if teacher and student have different numbers of outputs
     * @throws io.espalier.model.tensor.ModelException if the student has no layer of a given name
     * @throws io.espalier.train.history.TrainingException if features cannot be matched
     */
    public Loss lossFor(Model student) {
        if (tasks.isPresent()) {
            return JointDistillation.of(this, tasks.get()).lossFor(student);
        }
        Task purpose = task.orElseGet(() -> usual(ModelOutput.of(student)));
        Loss loss = new DistillationLoss(purpose, temperature, labelWeight);
        if (model.isEmpty()) {
            return loss;
        }
        requireSameOutputs(model.get(), student, purpose);
        return features.isEmpty() ? loss : loss.withAuxiliary(FeatureMatching.of(model.get(), student, features));
    }

    private static Task usual(Output student) {
        return student.numbers() == 1
                ? new Task(
                        Kind.BINARY,
                        1,
                        student.ending() != Ending.SIGMOID,
                        LossName.BINARY_CROSSENTROPY,
                        Metric.ACCURACY)
                : new Task(
                        Kind.CLASSES,
                        student.numbers(),
                        student.ending() != Ending.SOFTMAX,
                        LossName.SPARSE_CATEGORICAL_CROSSENTROPY,
                        Metric.ACCURACY);
    }

    private static void requireSameOutputs(Model teacher, Model student, Task purpose) {
        int known = ModelOutput.of(teacher).numbers();
        int learnt = ModelOutput.of(student).numbers();
        if (known != learnt) {
            boolean classes = purpose.kind() == Kind.CLASSES;
            throw new CompressionException("the teacher, model '" + teacher.name() + "', has " + known
                    + (classes ? " classes" : " outputs") + ", but the student, model '" + student.name() + "', has "
                    + learnt + "; both must have " + (classes ? "one output per class" : "the same outputs"));
        }
    }

    /**
     * Runs the teacher on a data set and adds its outputs to the targets.
     *
     * @param examples class numbers as targets, or the labels of the {@linkplain #withTask task}
     * @return the same examples; targets are FLOAT32 of one dimension: the label, such as the class number, then the teacher's logits, or in a regression its
     *     outputs
     * @throws CompressionException if targets are not class numbers, the teacher has another number of classes, or its outputs are not finite
     */
    public Dataset teach(Dataset examples) {
        if (tasks.isPresent()) {
            return JointDistillation.of(this, tasks.get()).teach(examples);
        }
        if (task.isEmpty()
                && (examples.classNames().isEmpty() || examples.targets().elements() != 1)) {
            throw new CompressionException(examples.name() + ": distillation takes class numbers as targets, not "
                    + examples.targets() + "; for other targets, say with a task what the student is for");
        }
        Tensor given = teacher.apply(examples);
        int outputs =
                examples.size() == 0 ? given.shape().channels() : given.shape().elements() / examples.size();
        boolean isRows = given.shape().elements() == (long) outputs * examples.size();
        boolean classes = task.map(Task::kind).orElse(Kind.CLASSES) == Kind.CLASSES;
        if (!isRows || (classes && outputs != given.shape().channels())) {
            throw new CompressionException("the teacher's output has shape " + given.shape() + " for the "
                    + examples.size() + " examples of " + examples.name() + "; it must have one row per example");
        }
        int expected = task.map(Task::outputs)
                .orElse(outputs == 1 ? 1 : examples.classNames().size());
        if (outputs != expected) {
            throw new CompressionException("the teacher has " + outputs + (classes ? " classes" : " outputs")
                    + ", but " + (task.isEmpty() ? examples.name() : "the student") + " has " + expected
                    + "; both must have the same, in the same order");
        }
        requireNumbers(given, examples, outputs);
        Kind kind = task.map(Task::kind).orElse(outputs == 1 ? Kind.BINARY : Kind.CLASSES);
        Dataset labelled = task.map(purpose -> purpose.labelled(examples)).orElse(examples);
        return new TeacherLabeledDataset(labelled, answers.answers(given, kind), outputs);
    }

    private static void requireNumbers(Tensor given, Dataset examples, int outputs) {
        for (int i = 0; i < given.shape().elements(); i++) {
            if (!Float.isFinite(given.get(i))) {
                throw new CompressionException("the teacher's output is " + given.get(i) + " for example " + i / outputs
                        + " of " + examples.name() + "; all outputs must be finite");
            }
        }
    }
}
