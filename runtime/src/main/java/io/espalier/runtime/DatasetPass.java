// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One pass of a model over a data set.
 *
 * <p>Each thread has an interpreter of its own and a part of the examples: for models small enough to be deployed with TFLite that
 * beats one interpreter with several threads, which must meet at the end of every operator.
 */
record DatasetPass(Path file, Dataset data, InterpreterOptions options, int batch) {
    DatasetPass {
        batch = Math.max(1, Math.min(batch, data.size()));
    }

    /** What is done with a part of the examples. */
    interface Part<T> {
        T run(BatchFeed feed, int from, int to);
    }

    /**
     * @return what each part gave, in the order of the examples
     * @throws IOException if the model's file cannot be read
     * @throws InterpreterException if the runtime refuses the model, or the model the data set
     */
    <T> List<T> run(Part<T> part) throws IOException {
        ByteBuffer model = Interpreter.read(file);
        int threads = Math.max(1, Math.min(options.threads(), data.size() / batch));
        if (threads == 1) {
            return List.of(run(model, part, 0, data.size()));
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int from = (int) ((long) data.size() * i / threads);
                int to = (int) ((long) data.size() * (i + 1) / threads);
                futures.add(executor.submit(() -> run(model, part, from, to)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    private <T> T run(ByteBuffer model, Part<T> part, int from, int to) {
        try (Interpreter interpreter = Interpreter.open(file.toString(), model, options.withThreads(1))) {
            return part.run(new BatchFeed(interpreter, data, batch), from, to);
        }
    }

    private <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(file + ": a thread of the evaluation failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterpreterException(file + ": the evaluation was interrupted", e);
        }
    }
}
