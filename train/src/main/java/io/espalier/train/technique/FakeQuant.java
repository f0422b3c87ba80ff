// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVars;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVarsPerChannel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Rounds a weight to the integers that it will be stored as: symmetric around zero, the largest magnitude on the last of them, as int8
 * kernels take weights. The range is that of the weight as it is at each step; tfmot's {@code LastValueQuantizer}, symmetric and narrow. The
 * gradient passes through as if nothing was rounded.
 *
 * @param channels how many output channels the weight has, which are its last values: the last axis, or the last two of a depthwise kernel
 * @param valuesOfEach how many values in a row belong to one channel: 1, or for a transposed convolution, whose channels come before its inputs, more
 * @param parts into how many equal parts along its last axis the weight is cut, each of which has a scale of its own if channels have none
 * @param normalization the one behind the layer, if a converter multiplies the weight by its scale before it rounds
 * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al., 2017, section 3</a>
 */
public record FakeQuant(
        WeightGrid grid, int channels, int valuesOfEach, int parts, Optional<FoldedNormalization> normalization)
        implements Parametrization {
    /** Of a weight whose channels come last. */
    public FakeQuant(WeightGrid grid, int channels, Optional<FoldedNormalization> normalization) {
        this(grid, channels, 1, 1, normalization);
    }

    /** A range below this counts as this, as in the converter: a scale of zero would have no inverse. */
    private static final float LEAST_MAGNITUDE = 0.5e-6f;

    @Override
    public String name() {
        return "fakeQuant";
    }

    /** None: the range follows from the weight. */
    @Override
    public List<StateVariable> state(Tensor value) {
        return List.of();
    }

    @Override
    public boolean projects() {
        return false;
    }

    // The operation's own gradient is zero where rounding puts the largest value beyond the range.
    @Override
    public boolean isStraightThrough() {
        return true;
    }

    @Override
    public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> weight) {
        Ops tf = site.tf();
        Operand<TInt32> shape = tf.constant(
                site.shape().dimensions().stream().mapToInt(Integer::intValue).toArray());
        int groups = switch (grid.scales()) {
            case EACH_CHANNEL -> channels;
            case ONE -> parts;
            case ONE_BEFORE_FOLDING -> 1;
        };
        int inRow = grid.perChannel() ? valuesOfEach : channels / groups;
        if (groups == 1 || inRow == 1) {
            Operand<TFloat32> rows = tf.reshape(weight, tf.constant(new int[] {-1, channels}));
            return tf.reshape(isFolded() ? roundedFolded(site, rows) : rounded(tf, rows, groups > 1), shape);
        }
        Operand<TInt32> groupsLast = tf.constant(new int[] {0, 2, 1});
        Operand<TFloat32> apart = tf.reshape(weight, tf.constant(new int[] {-1, groups, inRow}));
        Operand<TFloat32> rows =
                tf.reshape(tf.linalg.transpose(apart, groupsLast), tf.constant(new int[] {-1, groups}));
        Operand<TFloat32> rounded = tf.reshape(rounded(tf, rows, true), tf.constant(new int[] {-1, inRow, groups}));
        return tf.reshape(tf.linalg.transpose(rounded, groupsLast), shape);
    }

    // With a scale for each channel, multiplying a channel before and dividing it after changes nothing.
    private boolean isFolded() {
        return normalization.isPresent() && grid.scales() == Scales.ONE;
    }

    private Operand<TFloat32> roundedFolded(ParametrizationSite site, Operand<TFloat32> rows) {
        Ops tf = site.tf();
        Operand<TFloat32> factor = normalization.orElseThrow().factor(site);
        Operand<TFloat32> divisor = tf.select(tf.math.equal(factor, tf.constant(0f)), tf.onesLike(factor), factor);
        return tf.math.div(rounded(tf, tf.math.mul(rows, factor), false), divisor);
    }

    private Operand<TFloat32> rounded(Ops tf, Operand<TFloat32> rows, boolean perColumn) {
        Operand<TInt32> axes = tf.constant(perColumn ? new int[] {0} : new int[] {0, 1});
        Operand<TFloat32> magnitude =
                tf.math.maximum(tf.reduceMax(tf.math.abs(rows), axes), tf.constant(LEAST_MAGNITUDE));
        Operand<TFloat32> least = tf.math.neg(magnitude);
        return perColumn
                ? tf.quantization
                        .fakeQuantWithMinMaxVarsPerChannel(
                                rows,
                                least,
                                magnitude,
                                FakeQuantWithMinMaxVarsPerChannel.numBits((long) grid.bits()),
                                FakeQuantWithMinMaxVarsPerChannel.narrowRange(true))
                        .outputs()
                : tf.quantization
                        .fakeQuantWithMinMaxVars(
                                rows,
                                least,
                                magnitude,
                                FakeQuantWithMinMaxVars.numBits((long) grid.bits()),
                                FakeQuantWithMinMaxVars.narrowRange(true))
                        .outputs();
    }
}
