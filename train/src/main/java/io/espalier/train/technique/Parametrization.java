// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a weight passes through each time a layer uses it. Several may lie on a weight, each on the value of the one before.
 *
 * <p>Immutable: what changes is its state, which the model keeps and hands back. State changes in three ways: by the optimizer, where it is
 * trainable; in Java before a step that is due; and in the graph, with each training step.
 */
public interface Parametrization {
    /** What it is, such as {@code mask}. No two on one weight have the same. */
    String name();

    /**
     * What it keeps.
     *
     * @param value the weight as this parametrization first sees it
     */
    List<StateVariable> state(Tensor value);

    /**
     * Whether the weight itself is set to the value before each training step, so that the optimizer goes on from there. Only those before
     * which no other kind lies may.
     */
    boolean projects();

    /**
     * Whether the gradient reaches what came in as if nothing lay on it, whatever the gradients of the operations are: the straight-through
     * estimator.
     *
     * @see <a href="https://arxiv.org/abs/1308.3432">Bengio, Leonard and Courville, 2013</a>
     */
    default boolean isStraightThrough() {
        return false;
    }

    /**
     * Adds the value that is seen from here on to the graph. Its gradient with respect to what came in is what trains the weight, unless it
     * {@link #projects()} or {@link #isStraightThrough()}: then the gradient with respect to the value is.
     *
     * @param weight as the one before left it
     */
    Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> weight);

    /**
     * Whether state changes in Java before a step.
     *
     * @param step counted from 1 since the model was parametrized, over all its trainings
     */
    default boolean isDue(long step) {
        return false;
    }

    /**
     * The state that changes before a step that is due.
     *
     * @param weight as the optimizer left it, whatever lies on it
     * @return new values by the names of the state; what is not named stays
     */
    default Map<String, Tensor> stateAt(long step, Tensor weight) {
        return Map.of();
    }

    /**
     * What a log shows of the state.
     *
     * @param state by its name, as it is now
     */
    default List<StateSummary> summaries(Function<String, Tensor> state) {
        return List.of();
    }
}
