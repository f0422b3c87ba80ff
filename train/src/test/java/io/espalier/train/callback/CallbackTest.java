// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.model.Weights;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.train.EpochRecord;
import io.espalier.train.History;
import io.espalier.train.Metrics;
import io.espalier.train.Quarters;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingException;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

class CallbackTest {
    private final Model model = Model.sequential().input(1).add(Dense.of(1)).build(1);

    @Test
    void earlyStoppingBearsItsPatienceAndRestoresTheBest() {
        Script script = new Script(EarlyStopping.on(Monitor.VALIDATION_LOSS)
                .patience(2)
                .minDelta(0.1)
                .restoreBestWeights());

        assertThat(script.epochs(3, 2, 1.95, 2.5, 0)).isEqualTo(4);
        assertThat(script.weightsAfterEpoch()).isEqualTo(2);
    }

    @Test
    void earlyStoppingWithoutPatienceEndsAtTheFirstEpochThatIsNoBetter() {
        Script script = new Script(EarlyStopping.on(Monitor.VALIDATION_LOSS));

        assertThat(script.epochs(3, 2, 2, 1)).isEqualTo(3);
        assertThat(script.weightsAfterEpoch()).isEqualTo(3);
    }

    @Test
    void aCheckpointOfTheBestSavesEachImprovement() {
        List<Integer> saved = new ArrayList<>();
        Script script = new Script(
                ModelCheckpoint.ofBest(Monitor.VALIDATION_LOSS, (checkpoint, epoch) -> saved.add(epoch.epoch())));

        script.epochs(3, 4, 2, 2, 1);

        assertThat(saved).containsExactly(1, 3, 5);
    }

    @Test
    void aNumberThatIsNotThereCannotBeWatched() {
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .callbacks(EarlyStopping.on(Monitor.VALIDATION_ACCURACY));

        assertThatThrownBy(() -> trainer.fit(Quarters.model(ActivationFunction.LINEAR), Quarters.pictures(32, 1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no val_accuracy to watch; give the trainer a validation set");
    }

    @Test
    void aCsvFileHasALineForEachEpoch(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("log.csv");

        new Script(CsvLogger.to(file)).epochs(3, 2);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds",
                        "1,0.5,0.75,3.0,,0.001,2.0",
                        "2,0.5,0.75,2.0,,0.001,2.0");
    }

    @Test
    void aTerminalShowsKerassBarAndOtherPlacesPlainLines() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        new Script(ProgressBar.onTerminal(printer(terminal))).epochs(0.0004);
        new Script(ProgressBar.plain(printer(file))).epochs(3);

        String newline = System.lineSeparator();
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .startsWith("Epoch 1/9" + newline + "\r  1/400 [..............................] - ETA: ")
                .contains("s - loss: 0.5000")
                .endsWith("\r400/400 [==============================] - 2s 5ms/step - loss: 0.5000 - accuracy: 0.7500"
                        + " - val_loss: 4.0000e-04" + newline);
        assertThat(file.toString(StandardCharsets.UTF_8))
                .isEqualTo("Epoch 1/9 - 400/400 [==============================] - 2s 5ms/step - loss: 0.5000"
                        + " - accuracy: 0.7500 - val_loss: 3.0000" + newline);
    }

    @Test
    void aBarUnderWayHasAHeadAndAnEstimate() {
        assertThat(ProgressLine.running(200, 400, 100, new Metrics(12.5, OptionalDouble.empty())))
                .isEqualTo("200/400 [==============>...............] - ETA: 1:40 - loss: 12.5000");
    }

    @Test
    void tensorBoardReadsTheEventFiles(@TempDir Path folder) throws IOException {
        new Script(TensorBoard.to(folder)).epochs(3, 2);

        assertThat(scalars(folder.resolve("train")))
                .contains(
                        "0 epoch_loss 0.5", "1 epoch_loss 0.5", "0 epoch_accuracy 0.75", "0 epoch_learning_rate 0.001");
        assertThat(scalars(folder.resolve("validation"))).containsExactly("0 epoch_loss 3.0", "1 epoch_loss 2.0");
    }

    /** Reads TFRecords: length, its checksum, an event, and its checksum. */
    private static List<String> scalars(Path folder) throws IOException {
        ByteBuffer records =
                ByteBuffer.wrap(Files.readAllBytes(onlyFile(folder))).order(ByteOrder.LITTLE_ENDIAN);
        List<String> scalars = new ArrayList<>();
        while (records.hasRemaining()) {
            int length = Math.toIntExact(records.getLong());
            records.getInt();
            ByteBuffer event = records.slice(records.position(), length);
            records.position(records.position() + length);
            assertThat(records.getInt()).isEqualTo(maskedChecksum(event.duplicate()));
            Event parsed = Event.parseFrom(event);
            for (Summary.Value value : parsed.getSummary().getValueList()) {
                scalars.add(parsed.getStep() + " " + value.getTag() + " " + number(value));
            }
        }
        return scalars;
    }

    // TensorFlow 2 writes scalars as tensors of one number.
    private static float number(Summary.Value value) {
        return value.hasTensor() ? value.getTensor().getFloatVal(0) : value.getSimpleValue();
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static int maskedChecksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        int value = (int) checksum.getValue();
        return ((value >>> 15) | (value << 17)) + 0xa282ead8;
    }

    private static PrintStream printer(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** A training whose validation losses are known beforehand, and whose weights after each epoch are all the epoch's number. */
    private final class Script implements TrainingControl {
        private final Callback callback;
        private boolean stopped;
        private Weights weights = model.weights();

        Script(Callback callback) {
            this.callback = callback;
        }

        /** Returns after which epoch it was over. */
        int epochs(double... validationLosses) {
            callback.onTrainStart(new TrainStart(model, "loss", 9, 400, true));
            int epoch = 0;
            while (epoch < validationLosses.length && !stopped) {
                run(epoch + 1, validationLosses[epoch]);
                epoch++;
            }
            callback.onTrainEnd(new TrainEnd(new History(List.of()), this));
            return epoch;
        }

        private void run(int epoch, double validationLoss) {
            Metrics training = new Metrics(0.5, OptionalDouble.of(0.75));
            Metrics validation = new Metrics(validationLoss, OptionalDouble.empty());
            callback.onEpochStart(new EpochStart(epoch));
            callback.onStep(new Step(1, epoch, 1, training, 0.001f));
            weights = weights.map((key, tensor) -> Tensor.filled(tensor.shape(), epoch));
            EpochRecord end = new EpochRecord(epoch, training, Optional.of(validation), 2, 0.001f);
            callback.onEpochEnd(new EpochEnd(end, () -> ParametrizedModel.of(model.withWeights(weights)), this));
        }

        float weightsAfterEpoch() {
            return weights.get("dense", "bias").get(0);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void use(ParametrizedModel snapshot) {
            weights = snapshot.strip().weights();
        }
    }
}
