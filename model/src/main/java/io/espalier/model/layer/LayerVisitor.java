// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

/**
 * An operation with one answer for each layer.
 *
 * <p>It has no default: whoever adds a layer is told by the compiler where an answer is missing.
 *
 * @param <R> the answer
 */
public interface LayerVisitor<R> {
    R visit(Activation layer);

    R visit(Add layer);

    R visit(AveragePooling1D layer);

    R visit(AveragePooling2D layer);

    R visit(BatchNormalization layer);

    R visit(ComposedLayer layer);

    R visit(Concatenate layer);

    R visit(Conv1D layer);

    R visit(Conv2D layer);

    R visit(Dense layer);

    R visit(DepthwiseConv2D layer);

    R visit(Dropout layer);

    R visit(Flatten layer);

    R visit(GlobalAveragePooling1D layer);

    R visit(GlobalAveragePooling2D layer);

    R visit(GlobalMaxPooling1D layer);

    R visit(Input layer);

    R visit(MaxPooling1D layer);

    R visit(MaxPooling2D layer);

    R visit(Multiply layer);

    R visit(ReLU layer);

    R visit(Reshape layer);

    R visit(Softmax layer);

    R visit(ZeroPadding2D layer);
}
