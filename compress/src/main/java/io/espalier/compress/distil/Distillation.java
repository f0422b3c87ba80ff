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
import io.espalier.train.distil.DistillationLimits;
import io.espalier.train.distil.DistillationLoss;
import io.espalier.train.distil.FeatureMatching;
import io.espalier.train.distil.FeaturePair;
import io.espalier.train.loss.Loss;
import io.espalier.train.task.ModelOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Teacher teacher;
    private Map<String, TeacherOutputs> answers;
    private String student = "the student";
    private float temperature = 4;
    private float labelWeight = 0.1f;
    private List<FeaturePair> features = List.of();
    private Optional<Task> task = Optional.empty();
    private Optional<Tasks> tasks = Optional.empty();

    private Distillation(Teacher teacher, Map<String, TeacherOutputs> answers) {
        this.teacher = teacher;
        this.answers = Map.copyOf(answers);
    }

    /**
     * Distils from a model. Its outputs are probabilities if it ends in softmax or sigmoid, otherwise logits, or in a regression the numbers
     * themselves. The default temperature is 4, the default weight of the labels 0.1.
     */
    public static Distillation from(Model teacher) {
        Objects.requireNonNull(teacher, "teacher");
        Map<String, TeacherOutputs> answers = new HashMap<>();
        ModelOutput.all(teacher, Optional.empty())
                .forEach((name, output) -> answers.put(
                        name, output.ending() == Ending.OTHER ? TeacherOutputs.LOGITS : TeacherOutputs.PROBABILITIES));
        return new Distillation(Teacher.of(teacher), answers);
    }

    /**
     * Distils from any teacher of one output, such as a .tflite file in its runtime. Outputs that look like probabilities, from 0 to 1, and with a sum
     * of 1 per example if they tell classes apart, are treated as such; if this may be wrong, say {@link #withProbabilities()} or {@link #withLogits()}.
     *
     * @param teacher returns logits or probabilities of shape (examples, classes), in the order of the data set; numbers in a regression
     */
    public static Distillation from(Function<Dataset, Tensor> teacher) {
        Objects.requireNonNull(teacher, "teacher");
        return with(Teacher.ofOneOutput(teacher));
    }

    /**
     * The same for a teacher of several inputs or outputs. Its outputs teach those of the student of the same names, or those in the same place where no
     * name is shared; its inputs get the parts of the examples likewise.
     *
     * @param inputs the names of each input, of which the examples may use any
     * @param outputs the names of the outputs
     * @param teacher returns for each output by name what the function of the other method returns
     */
    public static Distillation from(
            List<Set<String>> inputs, List<String> outputs, Function<Dataset, Map<String, Tensor>> teacher) {
        Objects.requireNonNull(teacher, "teacher");
        return with(new Teacher(Teacher.TITLE, inputs, outputs, Optional.empty(), teacher));
    }

    private static Distillation with(Teacher teacher) {
        Map<String, TeacherOutputs> answers = new HashMap<>();
        teacher.outputs().forEach(output -> answers.put(output, TeacherOutputs.AS_THEY_LOOK));
        return new Distillation(teacher, answers);
    }

    private Distillation with(Consumer<Distillation> change) {
        return copied(teacher, change);
    }

    private Distillation copied(Teacher who, Consumer<Distillation> change) {
        Distillation changed = new Distillation(who, answers);
        changed.student = student;
        changed.temperature = temperature;
        changed.labelWeight = labelWeight;
        changed.features = features;
        changed.task = task;
        changed.tasks = tasks;
        change.accept(changed);
        DistillationLimits.requireTemperature(changed.temperature);
        DistillationLimits.requireLabelWeight(changed.labelWeight);
        return changed;
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
     * Says what each output of the student is for. Each is taught by the output of the teacher of the same name, or by that in the same place where no name
     * says so.
     *
     * @throws CompressionException if it is not clear which outputs belong together
     */
    public Distillation withTasks(Tasks purposes) {
        if (purposes.byOutput().size() == 1) {
            return teacher.outputs().size() == 1
                    ? withTask(purposes.first())
                    : ofOutputs(purposes).get(0);
        }
        Distillation joint = with(changed -> changed.tasks = Optional.of(purposes));
        joint.ofOutputs(purposes);
        return joint;
    }

    private JointDistillation joint(Tasks purposes) {
        return new JointDistillation(purposes, teacher, features, ofOutputs(purposes));
    }

    /** Distillation into each output, from that of the teacher that belongs to it. */
    private List<Distillation> ofOutputs(Tasks purposes) {
        Map<String, Task> learnt = purposes.byOutput();
        List<Integer> places = Pairs.of(student, "outputs", List.copyOf(learnt.keySet()))
                .placesIn(Pairs.of(teacher.title(), "outputs", teacher.outputs()));
        List<Distillation> all = new ArrayList<>();
        learnt.forEach((output, purpose) -> {
            Teacher ofOne = teacher.ofOutput(teacher.outputs().get(places.get(all.size())));
            all.add(copied(ofOne, changed -> {
                changed.tasks = Optional.empty();
                changed.task = Optional.of(purpose);
                if (learnt.size() > 1) {
                    changed.student = "output '" + output + "' of " + student;
                    changed.features = List.of();
                }
            }));
        });
        return List.copyOf(all);
    }

    /** Says that the teacher's outputs are probabilities. */
    public Distillation withProbabilities() {
        return with(changed -> changed.answers = all(TeacherOutputs.PROBABILITIES));
    }

    /** Says that the numbers of one of the teacher's outputs are probabilities. */
    public Distillation withProbabilities(String output) {
        return withAnswers(output, TeacherOutputs.PROBABILITIES);
    }

    /** Says that the teacher's outputs are logits, or logarithms of probabilities. */
    public Distillation withLogits() {
        return with(changed -> changed.answers = all(TeacherOutputs.LOGITS));
    }

    /** Says that the numbers of one of the teacher's outputs are logits, or logarithms of probabilities. */
    public Distillation withLogits(String output) {
        return withAnswers(output, TeacherOutputs.LOGITS);
    }

    private Distillation withAnswers(String output, TeacherOutputs form) {
        if (!answers.containsKey(output)) {
            throw new CompressionException(
                    teacher.title() + " has no output '" + output + "'; it has " + teacher.outputs());
        }
        Map<String, TeacherOutputs> changedAnswers = new HashMap<>(answers);
        changedAnswers.put(output, form);
        return with(changed -> changed.answers = Map.copyOf(changedAnswers));
    }

    private Map<String, TeacherOutputs> all(TeacherOutputs form) {
        Map<String, TeacherOutputs> forms = new HashMap<>();
        answers.keySet().forEach(output -> forms.put(output, form));
        return Map.copyOf(forms);
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
        Model known = teacher.model()
                .orElseThrow(
                        () -> new CompressionException(
                                "layer '" + teacherLayer
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
    public Loss lossFor(Model model) {
        if (tasks.isPresent()) {
            return joint(tasks.get()).lossFor(model);
        }
        Task purpose = task.orElseGet(() -> usual(ModelOutput.of(model)));
        Loss loss = new DistillationLoss(purpose, temperature, labelWeight);
        if (teacher.model().isEmpty()) {
            return loss;
        }
        Model known = teacher.model().get();
        requireSameOutputs(known, model, purpose);
        return features.isEmpty() ? loss : loss.withAuxiliary(FeatureMatching.of(known, model, features));
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

    private void requireSameOutputs(Model known, Model model, Task purpose) {
        int taught = ModelOutput.of(known).numbers();
        int learnt = ModelOutput.of(model).numbers();
        if (taught != learnt) {
            boolean classes = purpose.kind() == Kind.CLASSES;
            throw new CompressionException(teacher.title() + ", model '" + known.name() + "', has " + taught
                    + (classes ? " classes" : " outputs") + ", but " + student + ", model '" + model.name() + "', has "
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
            return joint(tasks.get()).teach(examples);
        }
        if (teacher.outputs().size() > 1) {
            throw new CompressionException(teacher.title() + " has the outputs " + teacher.outputs()
                    + "; withTasks says which of them the student learns");
        }
        if (task.isEmpty()
                && (examples.classNames().isEmpty() || examples.targets().elements() != 1)) {
            throw new CompressionException(examples.name() + ": distillation takes class numbers as targets, not "
                    + examples.targets() + "; for other targets, say with a task what the student is for");
        }
        return taught(examples, teacher.answers(examples));
    }

    /** Examples with the label of one output, and with what the teacher answers at the one that teaches it. */
    Dataset taught(Dataset examples, Map<String, Tensor> all) {
        String output = teacher.outputs().get(0);
        Tensor given = Objects.requireNonNull(all.get(output), output);
        TeacherOutputs form = Objects.requireNonNull(answers.get(output), output);
        return new Lesson(teacher.title(), student, task).of(examples, given, form);
    }
}
