// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.data.Predictions;
import io.espalier.lite.file.GraphReader;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final int THREADS = 8;

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void eightThreadsWithTheirOwnInterpretersAgree() throws Exception {
        Path model = Golden.file("mnist_softmax/float.tflite");
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        Predictions alone = Inference.predict(TfliteModel.read(model), data, InterpreterOptions.DEFAULTS, 4);

        List<Future<Predictions>> futures = new ArrayList<>();
        for (int i = 0; i < 5 * THREADS; i++) {
            boolean xnnpack = i % 2 == 0;
            futures.add(executor.submit(() -> Inference.predict(
                    TfliteModel.read(model), data, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), 4)));
        }

        for (Future<Predictions> future : futures) {
            assertThat(future.get().maxDifference(alone)).isLessThan(1e-5f);
        }
    }

    @Test
    void aModelInMemoryIsSharedByTheInterpretersOfAllThreads() throws Exception {
        Path file = Golden.file("mnist_softmax/float.tflite");
        Examples data = Examples.golden("mnist_softmax", 28, 28);
        TfliteModel model = TfliteModel.of("the graph", GraphReader.read(file));

        Predictions shared = Inference.predict(model, data, InterpreterOptions.DEFAULTS.withThreads(THREADS), 4);

        assertThat(shared.maxDifference(Inference.predict(file, data, InterpreterOptions.DEFAULTS)))
                .isLessThan(1e-5f);
    }

    @Test
    void errorsOfThreadsThatShareAModelAreTheirOwn() throws Exception {
        TfliteModel model = TfliteModel.read(Golden.file("mnist_softmax/float.tflite"));
        InterpreterOptions kernels = InterpreterOptions.DEFAULTS.withXnnpack(false);

        List<Future<?>> futures = new ArrayList<>();
        for (int i = 1; i <= 5 * THREADS; i++) {
            int elements = i;
            futures.add(executor.submit(() -> {
                try (Interpreter interpreter = Interpreter.open(model, kernels)) {
                    interpreter.resizeInput(0, List.of(1, elements));
                    assertThatExceptionOfType(InterpreterException.class)
                            .isThrownBy(interpreter::run)
                            .withMessageContaining("(" + elements + " != 0)");
                }
                return null;
            }));
        }

        for (Future<?> future : futures) {
            future.get();
        }
    }

    @Test
    void closingWaitsForTheRunOfAnotherThread() throws IOException, InterruptedException {
        for (int round = 0; round < 20; round++) {
            Interpreter interpreter =
                    Interpreter.open(Golden.file("mobile_big/float.tflite"), InterpreterOptions.DEFAULTS);
            CountDownLatch running = new CountDownLatch(1);
            Future<?> runs = executor.submit(() -> {
                while (true) {
                    interpreter.run();
                    running.countDown();
                }
            });
            running.await();

            interpreter.close();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(runs::get)
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }
}
