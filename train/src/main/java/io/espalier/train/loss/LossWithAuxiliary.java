// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** A loss of a model's output, to which an auxiliary loss is added in training. */
record LossWithAuxiliary(Loss output, Loss.Auxiliary added) implements Loss {
    @Override
    public String name() {
        return output.name();
    }

    @Override
    public void check(ElementSpec targets, Shape shape) {
        output.check(targets, shape);
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return output.mean(tf, prediction, targets);
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return output.accuracy(tf, prediction, targets);
    }

    @Override
    public Optional<Loss.Auxiliary> auxiliary() {
        return Optional.of(added);
    }
}
