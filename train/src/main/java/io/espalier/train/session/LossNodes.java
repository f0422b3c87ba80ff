// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.history.Metrics;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** Loss and accuracy of one batch in the graph. */
record LossNodes(Operand<TFloat32> loss, Optional<Operand<TFloat32>> accuracy) {
    /**
     * The sum of the losses of all outputs. Several outputs have no accuracy, since it would not say of which.
     *
     * @param labels for each output the place of the label among those of the batch
     */
    static LossNodes of(
            Ops tf, Loss loss, List<LayerOutput> predictions, InputNodes.Batch batch, List<Integer> labels) {
        List<Loss> losses = loss.ofOutputs();
        if (losses.size() == 1) {
            Operand<? extends TNumber> targets = batch.labels().get(labels.get(0));
            return new LossNodes(
                    losses.get(0).mean(tf, predictions.get(0), targets),
                    losses.get(0).accuracy(tf, predictions.get(0), targets));
        }
        Operand<TFloat32> sum = tf.constant(0f);
        for (int output = 0; output < losses.size(); output++) {
            sum = tf.math.add(
                    sum,
                    losses.get(output)
                            .mean(tf, predictions.get(output), batch.labels().get(labels.get(output))));
        }
        return new LossNodes(sum, Optional.empty());
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
