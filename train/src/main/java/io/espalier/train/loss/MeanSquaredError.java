// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.lowering.Rows;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The mean squared error. Targets have the shape of the output. It has no accuracy. */
public record MeanSquaredError() implements Loss {
    @Override
    public String name() {
        return "mean_squared_error";
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        TargetShapes.requireSame(this, targets, output, "");
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> wanted = Rows.flat(tf, tf.dtypes.cast(targets, TFloat32.class));
        return Rows.mean(tf, tf.math.squaredDifference(Rows.flat(tf, prediction.values()), wanted));
    }
}
