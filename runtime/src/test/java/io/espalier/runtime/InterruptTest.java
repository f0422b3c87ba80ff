// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException.Interrupted;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.testing.Golden;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptTest {
    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void allWorkStopsWithOneException(int threads) throws IOException {
        TfliteModel model = TfliteModel.read(Golden.file("mnist_softmax/float.tflite"));
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        InterpreterOptions options = InterpreterOptions.DEFAULTS.withThreads(threads);

        assertInterrupted(() -> Evaluation.run(model, data, options));
        assertInterrupted(() -> Quantizer.of(Recipe.named("int8"))
                .withCalibration(Calibrator.of(data).withOptions(options))
                .quantize(model.graph()));
        assertInterrupted(() -> Benchmark.run(model, options, 1, 1));
    }

    private static void assertInterrupted(Runnable work) {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(Interrupted.class).isThrownBy(work::run).withMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
