// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/** One step of a model. All shapes are those of one example, channels last. */
public sealed interface Layer
        permits Activation,
                Add,
                AveragePooling1D,
                AveragePooling2D,
                BatchNormalization,
                ComposedLayer,
                Concatenate,
                Dropout,
                Flatten,
                GlobalAveragePooling1D,
                GlobalAveragePooling2D,
                GlobalMaxPooling1D,
                Input,
                KernelLayer,
                MaxPooling1D,
                MaxPooling2D,
                Multiply,
                ReLU,
                Reshape,
                Softmax,
                ZeroPadding2D {

    /** Keras's class name, such as {@code Conv2D}; it is also the first word of the automatic name. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /**
     * The shape that comes out.
     *
     * @throws ModelException if the inputs are too few or too many, or do not fit; says which and why
     */
    Shape outputShape(List<Shape> inputs);

    /** The weights it has for these inputs, in Keras's order. */
    default List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }

    <R> R accept(LayerVisitor<R> visitor);
}
