// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.ApproximateGelu;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Deviation;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operations, and layers of several inputs, that are applied to each step, as those on all steps at once. Keras has none of these within a
 * TimeDistributed, so they could not be written otherwise.
 */
public final class WholeOperations {
    private WholeOperations() {}

    /**
     * The layer in that form, if it is such an operation; itself otherwise.
     *
     * @param config the settings from which it was read
     */
    public static Layer of(LayerConfig config, Layer layer) {
        return of(config.settings(), layer, config.inputs());
    }

    private static Layer of(JsonNode settings, Layer layer, List<Shape> inputs) {
        JsonNode within = settings.path("layer");
        if (!(layer instanceof TimeDistributed each) || inputs.stream().anyMatch(shape -> shape.rank() < 2)) {
            return layer;
        }
        List<Shape> steps = RecurrentConfigs.steps(inputs);
        Layer inner = of(within.path("config"), each.layer(), steps);
        boolean isOperation = LayerJson.classOf(within).equals(OperationCalls.CLASS)
                || inputs.size() > 1
                || !inner.equals(each.layer());
        return isOperation ? whole(inner, inputs.get(0).dimension(0), steps).orElse(new TimeDistributed(inner)) : layer;
    }

    private static Optional<Layer> whole(Layer step, int steps, List<Shape> shapes) {
        if (isOfElements(step)) {
            return isAligned(step, shapes) ? Optional.of(step) : Optional.empty();
        }
        return shaped(step, steps).or(() -> along(step));
    }

    private static boolean isOfElements(Layer step) {
        return step instanceof Arithmetic
                || step instanceof Add
                || step instanceof Average
                || step instanceof Maximum
                || step instanceof Minimum
                || step instanceof Multiply
                || step instanceof Subtract
                || step instanceof FloorDivision
                || step instanceof SquaredDifference
                || step instanceof Where
                || step instanceof Logical
                || step instanceof MatrixProduct
                || step instanceof Elementwise
                || step instanceof ComposedFunction
                || step instanceof Activation
                || step instanceof ApproximateGelu
                || step instanceof Clip
                || step instanceof ELU
                || step instanceof FullLike
                || step instanceof Identity
                || step instanceof LeakyReLU
                || step instanceof ScaledSwish
                || step instanceof Threshold;
    }

    /** Whether the same dimensions stand above each other for all steps at once. */
    private static boolean isAligned(Layer step, List<Shape> shapes) {
        int rank = shapes.get(0).rank();
        return shapes.stream().allMatch(shape -> shape.rank() == rank)
                && constants(step).stream()
                        .allMatch(constant -> constant.shape().rank() <= rank);
    }

    private static List<Tensor> constants(Layer step) {
        if (step instanceof Arithmetic arithmetic) {
            return arithmetic.constant().stream().toList();
        }
        if (step instanceof FloorDivision division) {
            return division.quotient().constant().stream().toList();
        }
        if (step instanceof SquaredDifference squared) {
            return squared.difference().constant().stream().toList();
        }
        List<Tensor> choices = new ArrayList<>();
        if (step instanceof Where where) {
            where.yes().ifPresent(choices::add);
            where.no().ifPresent(choices::add);
        }
        return choices;
    }

    private static Optional<Layer> shaped(Layer step, int steps) {
        if (step instanceof Reshape reshape) {
            return Optional.of(new Reshape(before(steps, reshape.target())));
        }
        if (step instanceof Permute permute) {
            return Optional.of(new Permute(
                    before(0, permute.order().stream().map(axis -> axis + 1).toList())));
        }
        if (step instanceof Slice slice) {
            return Optional.of(new Slice(before(Slice.Part.WHOLE, slice.parts())));
        }
        if (step instanceof Tile tile) {
            return Optional.of(new Tile(before(1, tile.times())));
        }
        if (step instanceof ConstantAround around) {
            return Optional.of(
                    new ConstantAround(before(0, around.before()), before(0, around.after()), around.number()));
        }
        if (step instanceof MirrorAround around) {
            return Optional.of(
                    new MirrorAround(before(0, around.before()), before(0, around.after()), around.repeatsEdge()));
        }
        return step instanceof BroadcastTo repeated
                ? Optional.of(
                        new BroadcastTo(new Shape(before(steps, repeated.shape().dimensions()))))
                : Optional.empty();
    }

    private static <E> List<E> before(E first, List<E> others) {
        List<E> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static Optional<Layer> along(Layer step) {
        if (step instanceof Concatenate) {
            return Optional.of(step);
        }
        if (step instanceof ConcatenateAlong joined) {
            return Optional.of(new ConcatenateAlong(axis(joined.axis())));
        }
        if (step instanceof CumulativeSum sum) {
            return Optional.of(new CumulativeSum(axis(sum.axis()), sum.isExclusive(), sum.isReverse()));
        }
        if (step instanceof Deviation deviation) {
            return Optional.of(new Deviation(deviation.isRoot(), axes(deviation.axes()), deviation.keepDimensions()));
        }
        if (step instanceof IndexOf index) {
            return Optional.of(new IndexOf(axis(index.axis()), index.isSmallest(), index.keepDimension()));
        }
        if (step instanceof LogSoftmax logarithm) {
            return Optional.of(new LogSoftmax(axis(logarithm.axis())));
        }
        if (step instanceof LogSumExp sum) {
            return Optional.of(new LogSumExp(axes(sum.axes()), sum.keepDimensions()));
        }
        if (step instanceof Norm norm) {
            return Optional.of(new Norm(norm.order(), axes(norm.axes()), norm.keepDimensions()));
        }
        if (step instanceof Reduce reduce) {
            return Optional.of(new Reduce(reduce.reduction(), axes(reduce.axes()), reduce.keepDimensions()));
        }
        if (step instanceof ReverseAlong reverse) {
            return Optional.of(new ReverseAlong(axes(reverse.axes())));
        }
        if (step instanceof SoftmaxAlong softmax) {
            return Optional.of(new SoftmaxAlong(axis(softmax.axis())));
        }
        if (step instanceof SplitAlong split) {
            return Optional.of(new SplitAlong(axis(split.axis()), split.sizes(), split.isDropped()));
        }
        if (step instanceof StackAlong stack) {
            return Optional.of(new StackAlong(axis(stack.axis())));
        }
        if (step instanceof AnyOrAll several) {
            return Optional.of(new AnyOrAll(several.isAll(), axes(several.axes()), several.keepDimensions()));
        }
        if (step instanceof Glu gate) {
            return Optional.of(new Glu(axis(gate.axis())));
        }
        if (step instanceof RollAlong roll) {
            return Optional.of(new RollAlong(roll.shifts(), axes(roll.axes())));
        }
        if (step instanceof TakeAlong taken) {
            return Optional.of(new TakeAlong(axis(taken.axis()), taken.indices()));
        }
        return step instanceof UnitNormalization unit
                ? Optional.of(new UnitNormalization(axis(unit.axis())))
                : Optional.empty();
    }

    private static int axis(int ofStep) {
        return ofStep < 0 ? ofStep : ofStep + 1;
    }

    private static List<Integer> axes(List<Integer> ofStep) {
        return ofStep.stream().map(WholeOperations::axis).toList();
    }
}
