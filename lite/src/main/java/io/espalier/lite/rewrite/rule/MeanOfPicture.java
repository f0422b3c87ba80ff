// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;
import static io.espalier.lite.rewrite.match.TensorPattern.tensor;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.evaluate.IntegerConstant;
import io.espalier.lite.rewrite.match.OperatorPattern;
import io.espalier.lite.rewrite.match.TensorPattern;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.stream.IntStream;

/** The mean of each channel over all places of a picture, of something that is linear: the mean may then be taken before it. */
final class MeanOfPicture {
    private static final Ints PLACES = Ints.of(1, 2);
    private static final int RANK = 4;

    private MeanOfPicture() {}

    /** The mean of what is computed for it alone by operators of this kind, which clamp nothing. */
    static OperatorPattern of(OperatorPattern linear) {
        return operator(BuiltinOperator.MEAN)
                .operand(
                        0,
                        tensor().usedOnce()
                                .ofType(TensorType.FLOAT32)
                                .matching(value -> value.trained().equals(TrainedValues.NONE))
                                .producedBy(linear.matching(FusedActivation::isNone)))
                .operand(1, places());
    }

    private static TensorPattern places() {
        return tensor().matching(axes ->
                IntegerConstant.values(axes).filter(PLACES::equals).isPresent());
    }

    /** The convolution that computes a tensor for one other alone, place by place, if such does. */
    static Optional<Step> convolution(int value, SubgraphEditor subgraph) {
        return subgraph.isUsedOnce(value)
                ? subgraph.producer(value).filter(step -> isPlaceByPlace(step, subgraph))
                : Optional.empty();
    }

    private static boolean isPlaceByPlace(Step step, SubgraphEditor subgraph) {
        Operator operator = step.operator();
        if (!operator.is(BuiltinOperator.CONV_2D) || !FusedActivation.isNone(operator)) {
            return false;
        }
        Tensor input = subgraph.tensor(step.input(0));
        Tensor weights = subgraph.tensor(step.input(WeightedOperator.WEIGHTS));
        Ints shape = weights.shape();
        return input.type() == TensorType.FLOAT32
                && input.shape().size() == RANK
                && weights.type() == TensorType.FLOAT32
                && weights.isConstant()
                && weights.sparsity().isEmpty()
                && shape.get(1) == 1
                && shape.get(2) == 1
                && shape.get(RANK - 1) == input.shape().get(RANK - 1)
                && operator.options().integer("stride_h") == 1
                && operator.options().integer("stride_w") == 1;
    }

    /** Adds the mean of another picture, as the given one takes it; the tensor. */
    static int insert(Step mean, int picture, SubgraphEditor subgraph) {
        Tensor averaged = subgraph.tensor(mean.output());
        Ints shape = averaged.dynamicShape();
        Ints source = subgraph.tensor(picture).dynamicShape();
        int result = subgraph.add(Tensor.activation(
                        averaged.name() + "/" + subgraph.tensor(picture).name(), TensorType.FLOAT32, Ints.EMPTY)
                .withDynamicShape(shape.with(shape.size() - 1, source.get(RANK - 1))));
        subgraph.insertBefore(
                mean,
                mean.operator()
                        .withInputs(mean.operator().inputs().with(0, picture))
                        .withOutputs(Ints.of(result)));
        return result;
    }

    /** Whether there is more than one place, or there may be. */
    static boolean isOfSeveral(int picture, SubgraphEditor subgraph) {
        Ints shape = subgraph.tensor(picture).dynamicShape();
        return IntStream.of(1, 2).anyMatch(dimension -> shape.get(dimension) != 1);
    }
}
