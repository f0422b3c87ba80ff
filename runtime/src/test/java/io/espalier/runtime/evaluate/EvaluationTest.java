// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ProgressListener;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.runtime.Examples;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
    private static final InterpreterOptions OPTIONS = InterpreterOptions.DEFAULTS;

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "32, 1", "100, 1", "5, 3", "1, 8"})
    void anyBatchAndThreadsPredictWhatTensorFlowDid(int batch, int threads) throws IOException {
        float[] y = Golden.floats("mnist_softmax/y.npy");
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        Path model = Golden.file("mnist_softmax/float.tflite");

        Predictions predictions = Inference.predict(TfliteModel.read(model), data, OPTIONS.withThreads(threads), batch);

        assertThat(predictions.size()).isEqualTo(32);
        assertThat(predictions.width()).isEqualTo(10);
        for (int i = 0; i < 32; i++) {
            for (int k = 0; k < 10; k++) {
                assertThat(predictions.row(i)[k])
                        .as("example %s, class %s", i, k)
                        .isCloseTo(y[i * 10 + k], within(1e-5f));
            }
        }
    }

    /** The quantized models of Google's converter; the tolerance is a few steps of an int8 probability or logit. */
    @ParameterizedTest
    @CsvSource({
        "mnist_softmax, dynamic, 0.02",
        "mnist_softmax, float16, 0.005",
        "mnist_softmax, int8, 0.05",
        "mnist_softmax, int8_fio, 0.05",
        "mnist_softmax, int8_u8io, 0.05",
        "mnist_keras, dynamic, 0.5",
        "mnist_keras, int8, 1",
        "mnist_keras, int8_fio, 1",
        "mnist_keras, int8_u8io, 1",
        "mnist_logits_qat, qat_int8, 1",
        "mnist_logits_qat, qat_u8, 1",
        "mnist_logits_qat, qat_fio, 1"
    })
    void quantizedModelsAnswerCloseToTensorFlow(String folder, String variant, float tolerance) throws IOException {
        float[] y = Golden.floats(folder + "/y.npy");
        Examples data = Examples.golden(folder, 28, 28);
        Path model = Golden.file(folder + "/" + variant + ".tflite");

        Predictions predictions = Inference.predict(model, data, OPTIONS);

        for (int i = 0; i < 32; i++) {
            for (int k = 0; k < 10; k++) {
                assertThat(predictions.row(i)[k])
                        .as("example %s, class %s", i, k)
                        .isCloseTo(y[i * 10 + k], within(tolerance));
            }
        }
    }

    @Test
    void accuracyCountsTheExamplesWhoseClassIsTheTarget() throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        data.y().putInt(0, (data.y().getInt(0) + 1) % 10);
        Path model = Golden.file("mnist_softmax/float.tflite");

        Evaluation evaluation = Evaluation.run(
                DatasetPass.ofOnlyOutput(TfliteModel.read(model), data, OPTIONS, 10, ProgressListener.NONE));

        assertThat(evaluation.scores().main()).isEqualTo(31 / 32.0);
        assertThat(evaluation.dataset()).isEqualTo("mnist_softmax");
    }

    @Test
    void anOutputThatTheModelDoesNotHaveIsRefusedWithThoseThatItHas() throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        TfliteModel model = TfliteModel.read(Golden.file("mnist_softmax/float.tflite"));
        String known = model.graph().outputNames().get(0);
        Task task = Task.of(Evaluation.output(model, known), Choice.NONE, data);

        assertThat(Evaluation.run(model, new Tasks(Map.of(known, task), Map.of()), data, OPTIONS, ProgressListener.NONE)
                        .keySet())
                .containsExactly(known);
        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Evaluation.run(
                        model, new Tasks(Map.of("absent", task), Map.of()), data, OPTIONS, ProgressListener.NONE))
                .withMessageContaining("has no output 'absent'; it has " + known);
    }

    @Test
    void oneHotTargetsCountAsTheirClass() throws IOException {
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        ByteBuffer hot = ByteBuffer.allocate(data.size() * 10 * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < data.size(); i++) {
            hot.putFloat((i * 10 + data.y().getInt(i * Integer.BYTES)) * Float.BYTES, 1);
        }
        ElementSpec targets = ElementSpec.of(ElementType.FLOAT32, 10);
        Examples oneHot = new Examples("one-hot", data.size(), data.features(), targets, data.scaling(), data.x(), hot);

        Evaluation evaluation = Evaluation.run(Golden.file("mnist_softmax/float.tflite"), oneHot, OPTIONS);

        assertThat(evaluation.scores().main()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"float", "int8", "int8_u8io"})
    void bytesAreScaledAsTheDataSetSays(String variant) throws IOException {
        Examples pictures = Examples.bytes(33, 28, 28, 1);
        Path model = Golden.file("mnist_softmax/" + variant + ".tflite");

        Predictions fromBytes = Inference.predict(model, pictures, OPTIONS);

        Predictions fromFloats = Inference.predict(model, pictures.scaledBeforehand(), OPTIONS);
        assertThat(fromBytes.maxDifference(fromFloats)).isZero();
        assertThat(fromBytes.agreement(fromFloats)).isEqualTo(33);
    }

    @Test
    void examplesOfAnotherSizeAreRefusedWithBothShapes() throws IOException {
        Path model = Golden.file("mnist_softmax/float.tflite");

        assertThatExceptionOfType(InterpreterException.class)
                .isThrownBy(() -> Evaluation.run(model, Examples.bytes(3, 32, 32, 3), OPTIONS))
                .withMessageContainingAll("float.tflite", "[28, 28]", "bytes", "[32, 32, 3]");
    }

    @Test
    void anEmptyDataSetHasNoAccuracy() throws IOException {
        Path model = Golden.file("mnist_softmax/float.tflite");

        Evaluation evaluation = Evaluation.run(model, Examples.bytes(0, 28, 28), OPTIONS.withThreads(2));

        assertThat(evaluation.scores().values()).isEmpty();
    }

    @Test
    void differentPredictionsAreNotTheSame() throws IOException {
        Path model = Golden.file("mnist_softmax/float.tflite");
        Examples data = Examples.golden("mnist_softmax", 28, 28);

        Predictions golden = Inference.predict(model, data, OPTIONS);
        Predictions random = Inference.predict(model, Examples.bytes(32, 28, 28), OPTIONS);

        assertThat(golden.maxDifference(random)).isPositive();
        assertThat(golden.agreement(random)).isLessThan(32);
        assertThat(golden.agreement(golden)).isEqualTo(32);
    }
}
