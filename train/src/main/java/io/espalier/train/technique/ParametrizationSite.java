// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The place in a TensorFlow graph where a parametrization is added. */
public interface ParametrizationSite {
    Ops tf();

    /** The shape of the weight, or of an activation for one example. */
    Shape shape();

    /** Whether this is a training step: state is only read where it is not. */
    boolean training();

    /** The state of that name, as it is before the step. */
    Operand<TFloat32> state(String name);

    /** Another weight, as layers see it. */
    Operand<TFloat32> weight(WeightKey key);

    /** Gives state a new value with each training step, after everything has seen the old one. */
    void update(String name, Operand<TFloat32> value);
}
