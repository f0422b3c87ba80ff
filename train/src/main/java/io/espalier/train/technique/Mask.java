// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Makes values of a weight zero, as tfmot's pruning does: before each step the weight itself is multiplied by the mask, and the gradient
 * reaches all of it. A value that was zero may so come back, if by the next time the mask is due it has become large enough.
 *
 * <p>State: {@code mask}, of the weight's shape, and {@code threshold}, a scalar.
 *
 * @see <a href="https://arxiv.org/abs/1710.01878">Zhu and Gupta, 2017</a>
 */
public record Mask(MaskRule rule) implements Parametrization {
    private static final String MASK = "mask";
    private static final String THRESHOLD = "threshold";

    /** Keeps the zeros that a weight has, such as those of a model that was pruned elsewhere: they stay zero while it is trained. */
    public static Mask keepingZeros() {
        return new Mask(new PreservedZeros());
    }

    @Override
    public String name() {
        return "mask";
    }

    @Override
    public List<StateVariable> state(Tensor value) {
        return List.of(
                StateVariable.fixed(MASK, rule.initial(value)),
                StateVariable.fixed(THRESHOLD, Tensor.filled(Shape.of(), 0)));
    }

    @Override
    public boolean projects() {
        return true;
    }

    @Override
    public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> weight) {
        Ops tf = site.tf();
        if (site.training()) {
            return tf.math.mul(weight, site.state(MASK));
        }
        // The quicker product makes negative zeros too. They would take room in files.
        Operand<TFloat32> zero = tf.constant(0f);
        return tf.select(tf.math.greater(site.state(MASK), zero), weight, zero);
    }

    /** What {@link #apply} computes outside of training, bit for bit: it only chooses, which needs no TensorFlow. */
    public Tensor masked(Tensor weight, Function<String, Tensor> state) {
        float[] values = weight.toArray();
        Tensor mask = state.apply(MASK);
        for (int i = 0; i < values.length; i++) {
            values[i] = mask.get(i) > 0 ? values[i] : 0;
        }
        return Tensor.of(weight.shape(), values);
    }

    @Override
    public boolean isDue(long step) {
        return rule.isDue(step);
    }

    @Override
    public Map<String, Tensor> stateAt(long step, Tensor weight) {
        WeightMask next = rule.at(step, weight);
        return Map.of(MASK, next.mask(), THRESHOLD, Tensor.of(Shape.of(), next.threshold()));
    }

    /** The share of zeros, and the threshold, as tfmot's {@code PruningSummaries} shows them. */
    @Override
    public List<StateSummary> summaries(Function<String, Tensor> state) {
        return List.of(
                new StateSummary.Scalar("sparsity", state.apply(MASK).sparsity()),
                new StateSummary.Scalar(THRESHOLD, state.apply(THRESHOLD).get(0)));
    }
}
