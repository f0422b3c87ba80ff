// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.InferenceSession;
import java.util.Map;

/**
 * Runs a model on TensorFlow in inference mode: without dropout, and with moving averages in batch normalization.
 *
 * <pre>{@code
 * try (Evaluator evaluator = Evaluator.of(model)) {
 *     Metrics metrics = evaluator.evaluate(test, SparseCategoricalCrossentropy.fromLogits());
 * }
 * }</pre>
 *
 * <p>Holds a TensorFlow session until it is closed. Not thread-safe.
 */
public final class Evaluator implements AutoCloseable {
    private static final int BATCH_SIZE = 256;

    /** The most numbers that a layer may output for a batch: batches of large images are smaller. */
    private static final int BATCH_NUMBERS = 1 << 24;

    private final InferenceSession session;
    private final int batchSize;
    private boolean closed;

    private Evaluator(InferenceSession session, int batchSize) {
        this.session = session;
        this.batchSize = batchSize;
    }

    /** Evaluates a model on all processors. */
    public static Evaluator of(Model model) {
        return of(model, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Evaluates a model.
     *
     * @param threads the number of threads of TensorFlow
     */
    public static Evaluator of(Model model, int threads) {
        return of(ParametrizedModel.of(model), threads);
    }

    /** Evaluates a parametrized model on all processors, with masks, clusters and fake quantization applied. */
    public static Evaluator of(ParametrizedModel model) {
        return of(model, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Evaluates a parametrized model, with masks, clusters and fake quantization applied.
     *
     * @param threads the number of threads of TensorFlow
     */
    public static Evaluator of(ParametrizedModel model, int threads) {
        return new Evaluator(new InferenceSession(model, threads), batchSize(model.raw()));
    }

    private static int batchSize(Model model) {
        int largest = model.nodes().stream()
                .mapToInt(node -> model.outputShape(node).elements())
                .max()
                .orElse(1);
        return Math.max(1, Math.min(BATCH_SIZE, BATCH_NUMBERS / Math.max(1, largest)));
    }

    /**
     * Computes loss and accuracy on a data set.
     *
     * @throws TrainingException if the data do not fit the model or the loss
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted; the evaluator can be used again
     * @throws IllegalStateException if the evaluator is closed
     */
    public Metrics evaluate(Dataset dataset, Loss loss) {
        requireOpen();
        return session.evaluate(dataset, loss, batchSize);
    }

    /**
     * Computes the model's outputs.
     *
     * @return the outputs in the order of the examples, of shape (examples, shape of the output...)
     * @throws TrainingException if the data do not fit the model, or the model has several outputs
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted; the evaluator can be used again
     * @throws IllegalStateException if the evaluator is closed
     */
    public Tensor predict(Dataset dataset) {
        requireOpen();
        return session.predict(dataset, batchSize);
    }

    /**
     * Computes all outputs of a model in one pass over the examples.
     *
     * @return the outputs by their names, in the order of {@link Model#outputs}, each as {@link #predict} gives it
     * @throws TrainingException if the data do not fit the model
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted; the evaluator can be used again
     * @throws IllegalStateException if the evaluator is closed
     */
    public Map<String, Tensor> predictAll(Dataset dataset) {
        requireOpen();
        return session.predictAll(dataset, batchSize);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this evaluator is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
        }
    }
}
