// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.history.Metrics;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.LayerOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Loss and accuracy of one batch in the graph.
 *
 * @param outputs likewise of each of several outputs by name, without its weight in the sum
 */
record LossNodes(Operand<TFloat32> loss, Optional<Operand<TFloat32>> accuracy, Map<String, LossNodes> outputs) {
    /**
     * The weighted sum of the losses of all outputs. Several outputs together have no accuracy, since it would not say of which.
     *
     * @param outputs their names, in the order of the model
     * @param labels for each output the place of the label among those of the batch
     */
    static LossNodes of(
            Ops tf,
            Loss loss,
            List<String> outputs,
            List<LayerOutput> predictions,
            InputNodes.Batch batch,
            List<Integer> labels) {
        if (outputs.size() == 1) {
            return one(tf, loss, predictions.get(0), batch.labels().get(labels.get(0)));
        }
        Map<String, LossNodes> each = new LinkedHashMap<>();
        Operand<TFloat32> sum = tf.constant(0f);
        for (int place = 0; place < outputs.size(); place++) {
            LossNodes one = one(
                    tf,
                    loss.ofOutputs().get(place),
                    predictions.get(place),
                    batch.labels().get(labels.get(place)));
            sum = tf.math.add(sum, weighted(tf, one.loss, loss.weights().get(place)));
            each.put(outputs.get(place), one);
        }
        return new LossNodes(sum, Optional.empty(), each);
    }

    private static LossNodes one(Ops tf, Loss loss, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return new LossNodes(loss.mean(tf, prediction, targets), loss.accuracy(tf, prediction, targets), Map.of());
    }

    private static Operand<TFloat32> weighted(Ops tf, Operand<TFloat32> loss, double weight) {
        return weight == 1 ? loss : tf.math.mul(loss, tf.constant((float) weight));
    }

    /** With an additional loss term, a scalar. */
    LossNodes plus(Ops tf, Optional<Operand<TFloat32>> more) {
        return more.map(added -> new LossNodes(tf.math.add(loss, added), accuracy, outputs))
                .orElse(this);
    }

    void fetch(Session.Runner runner) {
        runner.fetch(loss);
        accuracy.ifPresent(runner::fetch);
        outputs.values().forEach(output -> output.fetch(runner));
    }

    private int fetched() {
        return (accuracy.isPresent() ? 2 : 1)
                + outputs.values().stream().mapToInt(LossNodes::fetched).sum();
    }

    /** What was fetched. */
    Metrics read(Result result) {
        return read(result, 0);
    }

    private Metrics read(Result result, int position) {
        int next = position + (accuracy.isPresent() ? 2 : 1);
        Map<String, Metrics> each = new LinkedHashMap<>();
        for (Map.Entry<String, LossNodes> output : outputs.entrySet()) {
            each.put(output.getKey(), output.getValue().read(result, next));
            next += output.getValue().fetched();
        }
        return new Metrics(
                scalar(result, position),
                accuracy.isPresent() ? OptionalDouble.of(scalar(result, position + 1)) : OptionalDouble.empty(),
                each);
    }

    private static double scalar(Result result, int position) {
        return ((TFloat32) result.get(position)).getFloat();
    }
}
