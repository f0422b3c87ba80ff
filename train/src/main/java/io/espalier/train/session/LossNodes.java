// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.history.Metrics;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Loss and accuracy of one batch in the graph. */
record LossNodes(Operand<TFloat32> loss, Optional<Operand<TFloat32>> accuracy) {
    static LossNodes of(Ops tf, Loss loss, LayerOutput prediction, InputNodes.Batch batch) {
        return new LossNodes(
                loss.mean(tf, prediction, batch.targets()), loss.accuracy(tf, prediction, batch.targets()));
    }

    /** With an additional loss term, a scalar. */
    LossNodes plus(Ops tf, Optional<Operand<TFloat32>> more) {
        return more.map(added -> new LossNodes(tf.math.add(loss, added), accuracy))
                .orElse(this);
    }

    void fetch(Session.Runner runner) {
        runner.fetch(loss);
        accuracy.ifPresent(runner::fetch);
    }

    /** What was fetched. */
    Metrics read(Result result) {
        return new Metrics(
                scalar(result, 0),
                accuracy.isPresent() ? OptionalDouble.of(scalar(result, 1)) : OptionalDouble.empty());
    }

    private static double scalar(Result result, int position) {
        return ((TFloat32) result.get(position)).getFloat();
    }
}
