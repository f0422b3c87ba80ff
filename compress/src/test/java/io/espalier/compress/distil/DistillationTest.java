// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.compress.CompressionException;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.task.ModelOutput;
import io.espalier.train.task.TaskLoss;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistillationTest {
    private static final DatasetSplit DIGITS = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);

    @Test
    void aStudentComesToAnswerAsItsTeacherDoes() {
        Dataset examples = DIGITS.train().slice(0, 2000);
        Model teacher = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(3)
                .fit(network(ActivationFunction.SOFTMAX, 64, 1), examples)
                .model();
        Model student = network(ActivationFunction.LINEAR, 16, 2);
        Distillation distillation =
                Distillation.from(teacher).withLabelWeight(0).withTemperature(2);

        Model taught = Trainer.of(distillation.lossFor(student))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(5)
                .fit(student, distillation.teach(examples))
                .model();

        assertThat(agreement(teacher, taught, DIGITS.test())).isGreaterThan(0.85);
    }

    /** Digits below 5, or how large a digit is, from one output. */
    @ParameterizedTest
    @CsvSource({
        "BINARY, SIGMOID, SIGMOID",
        "BINARY, SIGMOID, LINEAR",
        "BINARY, LINEAR, SIGMOID",
        "REGRESSION, LINEAR, LINEAR"
    })
    void aStudentOfOneOutputComesToAnswerAsItsTeacherDoes(
            Task.Kind kind, ActivationFunction ofTeacher, ActivationFunction ofStudent) {
        Dataset examples = new OneNumber(DIGITS.train().slice(0, 2000), kind);
        Model teacher = fitted(oneOutput(ofTeacher, 64, 1), kind, examples);
        Model student = oneOutput(ofStudent, 16, 2);
        Task task = Task.of(ModelOutput.of(student), new Task.Choice(kind, null, null), examples);
        Distillation distillation =
                Distillation.from(teacher).withTask(task).withLabelWeight(0).withTemperature(2);

        Model taught = Trainer.of(distillation.lossFor(student))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(6)
                .fit(student, distillation.teach(examples))
                .model();

        Dataset unseen = new OneNumber(DIGITS.test(), kind);
        double alone = deviation(teacher, student, kind, unseen);
        assertThat(deviation(teacher, taught, kind, unseen)).isLessThan(alone / 5);
    }

    private static Model fitted(Model model, Task.Kind kind, Dataset examples) {
        Task task = Task.of(ModelOutput.of(model), new Task.Choice(kind, null, null), examples);
        return Trainer.of(TaskLoss.of(task))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(4)
                .fit(model, examples)
                .model();
    }

    /** The mean squared difference of probabilities, or of numbers. */
    private static double deviation(Model teacher, Model student, Task.Kind kind, Dataset examples) {
        return oneNumber(student, kind, examples)
                .deviation(oneNumber(teacher, kind, examples))
                .meanSquaredError();
    }

    private static Predictions oneNumber(Model model, Task.Kind kind, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            float[] outputs = evaluator.predict(examples).toArray();
            if (kind == Task.Kind.BINARY && ModelOutput.of(model).ending() == Task.Ending.OTHER) {
                for (int i = 0; i < outputs.length; i++) {
                    outputs[i] = (float) (1 / (1 + Math.exp(-outputs[i])));
                }
            }
            return Predictions.of(1, outputs);
        }
    }

    private static Model oneOutput(ActivationFunction last, int units, long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(units).withActivation(ActivationFunction.RELU))
                .add(Dense.of(1).withActivation(last))
                .build(seed);
    }

    /** Digits labelled with whether they are 5 or more, or with themselves as numbers. */
    private record OneNumber(Dataset viewed, Task.Kind kind) implements Dataset.View {
        @Override
        public ElementSpec targets() {
            return ElementSpec.of(ElementType.FLOAT32);
        }

        @Override
        public List<String> classNames() {
            return List.of();
        }

        @Override
        public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
            ByteBuffer digits =
                    ByteBuffer.allocate(count * viewed.targets().bytes()).order(ByteOrder.nativeOrder());
            viewed.read(indices, from, count, features, digits);
            digits.flip();
            for (int i = 0; i < count; i++) {
                int digit = viewed.targets().type() == ElementType.UINT8 ? digits.get() : digits.getInt();
                targets.putFloat(kind == Task.Kind.REGRESSION ? digit / 10f : digit >= 5 ? 1 : 0);
            }
        }
    }

    @Test
    void aLayerThatIsMatchedComesToPutOutWhatTheTeachersDoes() {
        Dataset examples = DIGITS.train().slice(0, 2000);
        Model teacher = network(ActivationFunction.SOFTMAX, 16, 1);
        Model student = network(ActivationFunction.SOFTMAX, 16, 2);
        Distillation answers = Distillation.from(teacher);
        Distillation features = answers.withFeature("dense", "dense", 10);

        double withAnswers = distance(teacher, taught(answers, student, examples));
        double withFeatures = distance(teacher, taught(features, student, examples));

        assertThat(withFeatures).isLessThan(withAnswers / 4);
    }

    private static Model taught(Distillation distillation, Model student, Dataset examples) {
        return Trainer.of(distillation.lossFor(student))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(3)
                .fit(student, distillation.teach(examples))
                .model();
    }

    /** The mean squared difference of what the first dense layers put out. */
    private static double distance(Model left, Model right) {
        return answers(firstLayers(left)).deviation(answers(firstLayers(right))).meanSquaredError();
    }

    private static Predictions answers(Model model) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return Predictions.of(16, evaluator.predict(DIGITS.test()).toArray());
        }
    }

    private static Model firstLayers(Model model) {
        return Model.of("first", Model.Topology.FUNCTIONAL, model.nodes(), List.of("dense"), model.weights());
    }

    @Test
    void answersThatLookLikeProbabilitiesAreTakenForSuch() {
        Distillation guessed = Distillation.from(examples -> answers(examples, 0.91f, 0.01f));

        assertThat(firstAnswers(guessed)).startsWith((float) Math.log(0.91f), (float) Math.log(0.01f));
        assertThat(firstAnswers(guessed.withLogits())).startsWith(0.91f, 0.01f);
    }

    @ParameterizedTest
    @CsvSource({"0.92, 0.01", "2, 0", "1.09, -0.01", "0.91, 0.005"})
    void answersThatDoNotAreLogits(float first, float others) {
        Distillation guessed = Distillation.from(examples -> answers(examples, first, others));

        assertThat(firstAnswers(guessed)).startsWith(first, others);
        assertThat(firstAnswers(guessed.withProbabilities())[0]).isEqualTo((float) Math.log(first));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12})
    void aTeacherOfOtherClassesThanTheDataIsRefused(int classes) {
        Distillation distillation = Distillation.from(examples -> Tensor.filled(Shape.of(examples.size(), classes), 0));

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> distillation.teach(DIGITS.test()))
                .withMessageContaining("the teacher has " + classes + " classes, but")
                .withMessageContaining("has 10; both must have the same");
    }

    @Test
    void aTeacherOfOtherClassesThanTheStudentIsRefusedBeforeItAnswers() {
        Distillation distillation = Distillation.from(network(ActivationFunction.LINEAR, 4, 1));
        Model student = Model.sequential("small")
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(12))
                .build(1);

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> distillation.lossFor(student))
                .withMessageContaining("has 10 classes, but the student, model 'small', has 12");
    }

    @Test
    void aStudentOfOtherClassesThanAnswersAreIsRefusedBeforeTraining() {
        Distillation distillation = Distillation.from(examples -> answers(examples, 1, 0));
        Model student = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(12))
                .build(1);

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(
                        () -> Trainer.of(distillation.lossFor(student)).fit(student, distillation.teach(DIGITS.test())))
                .withMessageContaining("has 10 classes, but the student's output is (None, 12)");
    }

    @Test
    void aTeacherOfOtherPicturesIsRefused() {
        Model teacher = Model.sequential("teacher")
                .input(14, 14)
                .add(new Flatten())
                .add(Dense.of(10))
                .build(1);

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> Distillation.from(teacher).teach(DIGITS.test()))
                .withMessageContaining(
                        "examples of shape (None, 28, 28), but model 'teacher' expects a different shape")
                .withMessageContaining("(None, 14, 14)");
    }

    @Test
    void aTeacherThatDoesNotKnowIsRefused() {
        Distillation distillation = Distillation.from(examples -> answers(examples, Float.NaN, 0));

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> distillation.teach(DIGITS.test()))
                .withMessageContaining("the teacher answers NaN for example 0");
    }

    @Test
    void featuresOfATeacherThatOnlyAnswersAreRefused() {
        Distillation distillation = Distillation.from(examples -> answers(examples, 1, 0));

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> distillation.withFeature("dense", "dense", 1))
                .withMessageContaining("layer 'dense' cannot be matched: this teacher only gives outputs");
    }

    @Test
    void featuresOfLayersThatAreNotThereAreRefusedWithTheNearest() {
        Distillation distillation = Distillation.from(network(ActivationFunction.LINEAR, 4, 1));
        Model student = network(ActivationFunction.LINEAR, 4, 1);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> distillation.withFeature("dens", "dense", 1))
                .withMessageContaining("did you mean 'dense'?");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(
                        () -> distillation.withFeature("dense", "dense_2", 1).lossFor(student))
                .withMessageContaining("did you mean 'dense_1'?");
    }

    @Test
    void numbersOutOfRangeAreRefusedAtOnce() {
        Distillation distillation = Distillation.from(network(ActivationFunction.LINEAR, 4, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> distillation.withTemperature(0));
        assertThatIllegalArgumentException().isThrownBy(() -> distillation.withLabelWeight(1.1f));
        assertThatIllegalArgumentException().isThrownBy(() -> distillation.withFeature("dense", "dense", -1));
    }

    /** Ten for each example, the first of them another than the others. */
    private static Tensor answers(Dataset examples, float first, float others) {
        float[] answers = new float[examples.size() * 10];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = i % 10 == 0 ? first : others;
        }
        return Tensor.of(Shape.of(examples.size(), 10), answers);
    }

    private static float[] firstAnswers(Distillation distillation) {
        Dataset taught = distillation.teach(DIGITS.test());
        ByteBuffer features = ByteBuffer.allocate(taught.features().bytes());
        ByteBuffer targets = ByteBuffer.allocate(taught.targets().bytes()).order(ByteOrder.nativeOrder());
        taught.read(new int[] {0}, 0, 1, features, targets);
        float[] answers = new float[10];
        targets.flip()
                .position(Float.BYTES)
                .slice()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(answers);
        return answers;
    }

    private static Model network(ActivationFunction last, int units, long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(units).withActivation(ActivationFunction.RELU))
                .add(Dense.of(10).withActivation(last))
                .build(seed);
    }

    private static double agreement(Model left, Model right, Dataset examples) {
        int[] first = classes(left, examples);
        int[] second = classes(right, examples);
        int same = 0;
        for (int i = 0; i < first.length; i++) {
            same += first[i] == second[i] ? 1 : 0;
        }
        return (double) same / first.length;
    }

    private static int[] classes(Model model, Dataset examples) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            Tensor answers = evaluator.predict(examples);
            int[] classes = new int[examples.size()];
            int width = answers.shape().channels();
            for (int i = 0; i < answers.shape().elements(); i++) {
                int best = i / width * width + classes[i / width];
                classes[i / width] = answers.get(i) > answers.get(best) ? i % width : classes[i / width];
            }
            return classes;
        }
    }
}
