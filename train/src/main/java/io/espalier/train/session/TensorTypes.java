// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** TensorFlow's types and shapes for those of a data set. */
final class TensorTypes {
    private TensorTypes() {}

    static Class<? extends TNumber> of(ElementType type) {
        return switch (type) {
            case UINT8 -> TUint8.class;
            case INT32 -> TInt32.class;
            case INT64 -> TInt64.class;
            case FLOAT32 -> TFloat32.class;
        };
    }

    /** The shape of that many examples; -1 where any number will do. */
    static Shape batch(long examples, ElementSpec spec) {
        return Shape.of(examples)
                .append(Shape.of(
                        spec.shape().stream().mapToLong(Integer::longValue).toArray()));
    }
}
