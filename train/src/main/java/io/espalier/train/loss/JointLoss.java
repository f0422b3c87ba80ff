// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import io.espalier.train.lowering.LayerOutput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The weighted sum of the losses of several outputs of a model.
 *
 * @param ofOutputs one for each output, in the order of the model; an auxiliary loss may be part of one of them
 * @param weights what each is multiplied by
 */
record JointLoss(List<Loss> ofOutputs, List<Double> weights) implements Loss {
    JointLoss {
        ofOutputs = List.copyOf(ofOutputs);
        weights = List.copyOf(weights);
        if (ofOutputs.isEmpty()) {
            throw new IllegalArgumentException("a joint loss needs a loss for each output");
        }
        if (weights.size() != ofOutputs.size()
                || weights.stream().anyMatch(weight -> !(weight >= 0 && Double.isFinite(weight)))) {
            throw new IllegalArgumentException("a joint loss of " + ofOutputs.size()
                    + " outputs needs a weight of 0 or more for each, not " + weights);
        }
        if (ofOutputs.stream().filter(loss -> loss.auxiliary().isPresent()).count() > 1) {
            throw new IllegalArgumentException("only one loss of a joint loss may have an auxiliary loss");
        }
    }

    @Override
    public String name() {
        return IntStream.range(0, weights.size())
                .mapToObj(output -> (weights.get(output) == 1 ? "" : weights.get(output) + " * ")
                        + ofOutputs.get(output).name())
                .collect(Collectors.joining(" + "));
    }

    private Loss only() {
        if (ofOutputs.size() > 1) {
            throw new TrainingException(
                    "the loss " + name() + " is for a model of " + ofOutputs.size() + " outputs, but this one has one");
        }
        return ofOutputs.get(0);
    }

    @Override
    public void check(ElementSpec targets, Shape output) {
        only().check(targets, output);
    }

    @Override
    public Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        Operand<TFloat32> mean = only().mean(tf, prediction, targets);
        return weights.get(0) == 1
                ? mean
                : tf.math.mul(mean, tf.constant(weights.get(0).floatValue()));
    }

    @Override
    public Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return only().accuracy(tf, prediction, targets);
    }

    @Override
    public Optional<Loss.Auxiliary> auxiliary() {
        return ofOutputs.stream().flatMap(loss -> loss.auxiliary().stream()).findFirst();
    }
}
