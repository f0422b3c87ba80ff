// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.Evaluator;
import io.espalier.train.Quarters;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.session.SavedModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own: TensorFlow writes its hints once. */
class TensorFlowLibraryTest {
    private static final String CLASSES = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    static final class Training {
        private Training() {}

        public static void main(String[] arguments) {
            Dataset pictures = Quarters.pictures(100, 1);
            SparseCategoricalCrossentropy loss = SparseCategoricalCrossentropy.fromLogits();
            TrainingResult<Model> result = Trainer.of(loss)
                    .withEpochs(1)
                    .withValidation(pictures)
                    .fit(Quarters.model(ActivationFunction.LINEAR), pictures);
            try (Evaluator evaluator = Evaluator.of(result.model(), 1)) {
                System.out.println(evaluator.evaluate(pictures, loss));
            }
        }
    }

    static final class BrokenModel {
        private BrokenModel() {}

        public static void main(String[] arguments) {
            SavedModel.open(Path.of(arguments[0])).close();
        }
    }

    private record Ended(int exitCode, String out, String err) {}

    private Ended run(String classes, Class<?> main) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java, "-XX:TieredStopAtLevel=1", "-cp", classes, main.getName(), folder.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
        int exitCode = builder.start().waitFor();
        return new Ended(exitCode, Files.readString(out), Files.readString(err));
    }

    @Test
    void trainingAndEvaluationLeaveStandardErrorEmpty() throws Exception {
        Ended training = run(CLASSES, Training.class);

        assertThat(training.err()).isEmpty();
        assertThat(training.exitCode()).isZero();
        assertThat(training.out()).contains("accuracy");
    }

    @Test
    void whatTensorFlowRefusesStillArrivesAlone() throws Exception {
        Files.writeString(folder.resolve("saved_model.pb"), "no model");

        Ended refused = run(CLASSES, BrokenModel.class);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("Exception in thread \"main\" io.espalier.train.history.TrainingException: " + folder)
                .contains("TensorFlow cannot load this SavedModel: ");
    }

    @Test
    void aLibraryThatIsMissingIsSaid() throws Exception {
        String others = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(CLASSES)
                .filter(entry -> !entry.contains("tensorflow-core-native"))
                .collect(Collectors.joining(File.pathSeparator));

        Ended refused = run(others, Training.class);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("TrainingException: cannot load TensorFlow's native library: ");
    }
}
