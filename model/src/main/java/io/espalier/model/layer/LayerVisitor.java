// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/**
 * An operation with one answer for each kind of layer.
 *
 * <p>There are no defaults: if you add a kind, the compiler shows every place that needs an answer.
 *
 * @param <R> the answer
 */
public interface LayerVisitor<R> {
    R visit(BatchNormalization layer);

    R visit(ComposedLayer layer);

    R visit(Conv1D layer);

    R visit(Conv2D layer);

    R visit(Dense layer);

    R visit(DepthwiseConv2D layer);

    R visit(Dropout layer);

    R visit(Input layer);
}
