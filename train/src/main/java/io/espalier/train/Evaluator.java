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

/**
 * Runs a model on TensorFlow as it is used: no dropout, normalization by the moving averages.
 *
 * <pre>{@code
 * try (Evaluator evaluator = Evaluator.of(model)) {
 *     Metrics metrics = evaluator.evaluate(test, SparseCategoricalCrossentropy.fromLogits());
 * }
 * }</pre>
 *
 * <p>Holds a TensorFlow session until it is closed. One thread at a time.
 */
public final class Evaluator implements AutoCloseable {
    private static final int BATCH_SIZE = 256;

    /** How many numbers a layer may put out for a batch: large images come in smaller ones. */
    private static final int BATCH_NUMBERS = 1 << 24;

    private final InferenceSession session;
    private final int batchSize;
    private boolean closed;

    private Evaluator(InferenceSession session, int batchSize) {
        this.session = session;
        this.batchSize = batchSize;
    }

    /** On all processors. */
    public static Evaluator of(Model model) {
        return of(model, Runtime.getRuntime().availableProcessors());
    }

    public static Evaluator of(Model model, int threads) {
        return of(ParametrizedModel.of(model), threads);
    }

    /** Of a model as its parametrizations let it be seen: weights through masks and grids, activations rounded to their ranges. */
    public static Evaluator of(ParametrizedModel model) {
        return of(model, Runtime.getRuntime().availableProcessors());
    }

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
     * Loss and accuracy on a whole data set.
     *
     * @throws TrainingException if the data do not fit the model or the loss
     */
    public Metrics evaluate(Dataset dataset, Loss loss) {
        requireOpen();
        return session.evaluate(dataset, loss, batchSize);
    }

    /**
     * What the model puts out for each example, in order.
     *
     * @return of shape (examples, shape of the output...)
     * @throws TrainingException if the data do not fit the model
     */
    public Tensor predict(Dataset dataset) {
        requireOpen();
        return session.predict(dataset, batchSize);
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
