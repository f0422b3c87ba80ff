// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Quarters;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureMatchingTest {
    private static final SparseCategoricalCrossentropy LABELS = SparseCategoricalCrossentropy.fromLogits();

    private final Dataset pictures = Quarters.pictures(64, 1);
    private final Model teacher = network(6, 1);

    @Test
    void theWeightedMeanSquaredDifferenceIsAddedToTheLoss() {
        Model student = network(6, 2);
        Tensor theirs = features(teacher, "conv2d");
        Tensor ours = features(student, "conv2d");
        double squares = 0;
        for (int i = 0; i < ours.shape().elements(); i++) {
            squares += Math.pow(theirs.get(i) - ours.get(i), 2);
        }

        double plain = firstStep(LABELS, student).loss();
        double matched = firstStep(LABELS.withAuxiliary(matching(student, 0.5f)), student)
                .loss();

        assertThat(matched - plain).isCloseTo(0.5 * squares / ours.shape().elements(), within(1e-5));
    }

    @Test
    void aStudentThatIsItsTeacherHasNothingToMatch() {
        double plain = firstStep(LABELS, teacher).loss();

        double matched =
                firstStep(LABELS.withAuxiliary(matching(teacher, 1)), teacher).loss();

        assertThat(matched).isCloseTo(plain, within(1e-7));
    }

    @Test
    void aStudentOfFewerChannelsLearnsTheTeachersByARegressorThatIsThrownAway() {
        Model student = network(3, 2);
        Trainer trainer = Trainer.of(LABELS.withAuxiliary(matching(student, 10)))
                .withOptimizer(Adam.of(0.01f))
                .withEpochs(20);

        TrainingResult<Model> result = trainer.fit(student, pictures);

        double first = result.history().epochs().get(0).training().loss();
        assertThat(result.history().last().training().loss()).isLessThan(first / 2);
        assertThat(result.model().weights().keys()).isEqualTo(student.weights().keys());
        assertThat(trainer.fit(student, pictures).model().weights())
                .isEqualTo(result.model().weights());
    }

    @Test
    void onValidationDataTheOutputAloneCounts() {
        Model student = network(3, 2);
        Trainer trainer = Trainer.of(LABELS.withAuxiliary(matching(student, 1000)))
                .withOptimizer(Sgd.of(1e-9f))
                .withValidation(pictures);

        TrainingResult<Model> result = trainer.fit(student, pictures);

        try (Evaluator evaluator = Evaluator.of(result.model())) {
            assertThat(result.history().last().validation().orElseThrow().loss())
                    .isCloseTo(evaluator.evaluate(pictures, LABELS).loss(), within(1e-5));
        }
    }

    @Test
    void denseLayersAreMatchedToo() {
        FeatureMatching matching =
                FeatureMatching.of(teacher, network(3, 2), List.of(new FeaturePair("flatten", "flatten", 1)));

        assertThat(matching.variables()).anySatisfy(variable -> {
            assertThat(variable.name()).isEqualTo("regressor/0/kernel");
            assertThat(variable.initial().shape().toArray()).containsExactly(27, 54);
        });
    }

    @Test
    void layersOfOtherSizesAreRefusedAndThoseThatWouldDoAreNamed() {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> FeatureMatching.of(
                        teacher, network(3, 2), List.of(new FeaturePair("conv2d", "max_pooling2d", 1))))
                .withMessageContaining("'conv2d' of the teacher has output shape (None, 6, 6, 6)")
                .withMessageContaining("'max_pooling2d' of the student (None, 3, 3, 3)")
                .withMessageContaining("possible layers of the student: [conv2d]");
    }

    @Test
    void theNearestLayerIsOfferedForOneThatIsNotThere() {
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() ->
                        FeatureMatching.of(teacher, network(3, 2), List.of(new FeaturePair("conv2", "conv2d", 1))))
                .withMessageContaining("no layer 'conv2' (did you mean 'conv2d'?)");
    }

    @Test
    void aTeacherOfOtherPicturesIsRefused() {
        Model other = Model.sequential()
                .input(9, 9)
                .add(new Flatten())
                .add(Dense.of(4))
                .build(1);

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(
                        () -> FeatureMatching.of(other, network(3, 2), List.of(new FeaturePair("dense", "dense", 1))))
                .withMessageContaining("the teacher's input is (None, 9, 9), but the student's is (None, 8, 8, 1)");
    }

    @Test
    void anotherStudentThanTheOneItIsForIsRefusedBeforeTraining() {
        Loss loss = LABELS.withAuxiliary(matching(network(3, 2), 1));

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> Trainer.of(loss).fit(network(5, 2), pictures))
                .withMessageContaining("layer 'conv2d' has output shape (None, 6, 6, 5)")
                .withMessageContaining("create the loss for the model that is trained");
    }

    @Test
    void aWeightOutOfRangeIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FeaturePair("a", "b", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FeaturePair("a", "b", Float.NaN));
    }

    private FeatureMatching matching(Model student, float weight) {
        return FeatureMatching.of(teacher, student, List.of(new FeaturePair("conv2d", "conv2d", weight)));
    }

    private Metrics firstStep(Loss loss, Model model) {
        return Trainer.of(loss)
                .withBatchSize(pictures.size())
                .fit(model, pictures)
                .history()
                .last()
                .training();
    }

    private Tensor features(Model model, String layer) {
        Model cut = Model.of("cut", Model.Topology.FUNCTIONAL, model.nodes(), List.of(layer), model.weights());
        try (Evaluator evaluator = Evaluator.of(cut)) {
            return evaluator.predict(pictures);
        }
    }

    private static Model network(int channels, long seed) {
        return Model.sequential()
                .input(8, 8, 1)
                .add(Conv2D.of(channels, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(4))
                .build(seed);
    }
}
