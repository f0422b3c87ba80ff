// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Tensor;
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

    private final InferenceSession session;
    private boolean closed;

    private Evaluator(InferenceSession session) {
        this.session = session;
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
        return new Evaluator(new InferenceSession(model, threads));
    }

    /**
     * Loss and accuracy on a whole data set.
     *
     * @throws TrainingException if the data do not fit the model or the loss
     */
    public Metrics evaluate(Dataset dataset, Loss loss) {
        requireOpen();
        return session.evaluate(dataset, loss, BATCH_SIZE);
    }

    /**
     * What the model puts out for each example, in order.
     *
     * @return of shape (examples, shape of the output...)
     * @throws TrainingException if the data do not fit the model
     */
    public Tensor predict(Dataset dataset) {
        requireOpen();
        return session.predict(dataset, BATCH_SIZE);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this evaluator was closed");
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
