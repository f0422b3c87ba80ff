// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
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
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.StackAlong;
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
        List<Shape> steps = TimeDistributed.steps(inputs);
        Layer inner = of(within.path("config"), each.layer(), steps);
        boolean isOperation = LayerJson.classOf(within).equals(OperationCalls.CLASS)
                || inputs.size() > 1
                || !inner.equals(each.layer());
        return isOperation ? whole(inner, inputs.get(0).dimension(0), steps).orElse(new TimeDistributed(inner)) : layer;
    }

    private static Optional<Layer> whole(Layer step, int steps, List<Shape> shapes) {
        return Optional.ofNullable(
                isOfElements(step)
                        ? ofElements(step, shapes)
                        : step instanceof Reshape
                                        || step instanceof Permute
                                        || step instanceof Slice
                                        || step instanceof Tile
                                        || step instanceof BroadcastTo
                                        || step instanceof ConstantAround
                                        || step instanceof MirrorAround
                                ? shaped(step, steps)
                                : along(step));
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
                || step instanceof ScaledSwish;
    }

    /** Null if dimensions would not stand above each other any more. */
    private static Layer ofElements(Layer step, List<Shape> shapes) {
        int rank = shapes.get(0).rank();
        boolean isAligned = shapes.stream().allMatch(shape -> shape.rank() == rank)
                && constants(step).stream()
                        .allMatch(constant -> constant.shape().rank() <= rank);
        return isAligned ? step : null;
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

    private static Layer shaped(Layer step, int steps) {
        if (step instanceof Reshape reshape) {
            return new Reshape(before(steps, reshape.target()));
        }
        if (step instanceof Permute permute) {
            return new Permute(
                    before(0, permute.order().stream().map(axis -> axis + 1).toList()));
        }
        if (step instanceof Slice slice) {
            return new Slice(before(Slice.Part.WHOLE, slice.parts()));
        }
        if (step instanceof Tile tile) {
            return new Tile(before(1, tile.times()));
        }
        if (step instanceof ConstantAround around) {
            return new ConstantAround(before(0, around.before()), before(0, around.after()), around.number());
        }
        if (step instanceof MirrorAround around) {
            return new MirrorAround(before(0, around.before()), before(0, around.after()), around.repeatsEdge());
        }
        return step instanceof BroadcastTo repeated
                ? new BroadcastTo(new Shape(before(steps, repeated.shape().dimensions())))
                : null;
    }

    private static <E> List<E> before(E first, List<E> others) {
        List<E> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static Layer along(Layer step) {
        if (step instanceof Concatenate) {
            return step;
        }
        if (step instanceof ConcatenateAlong joined) {
            return new ConcatenateAlong(axis(joined.axis()));
        }
        if (step instanceof CumulativeSum sum) {
            return new CumulativeSum(axis(sum.axis()), sum.isExclusive(), sum.isReverse());
        }
        if (step instanceof Deviation deviation) {
            return new Deviation(deviation.isRoot(), axes(deviation.axes()), deviation.keepDimensions());
        }
        if (step instanceof IndexOf index) {
            return new IndexOf(axis(index.axis()), index.isSmallest(), index.keepDimension());
        }
        if (step instanceof LogSoftmax logarithm) {
            return new LogSoftmax(axis(logarithm.axis()));
        }
        if (step instanceof LogSumExp sum) {
            return new LogSumExp(axes(sum.axes()), sum.keepDimensions());
        }
        if (step instanceof Norm norm) {
            return new Norm(norm.order(), axes(norm.axes()), norm.keepDimensions());
        }
        if (step instanceof Reduce reduce) {
            return new Reduce(reduce.reduction(), axes(reduce.axes()), reduce.keepDimensions());
        }
        if (step instanceof ReverseAlong reverse) {
            return new ReverseAlong(axes(reverse.axes()));
        }
        if (step instanceof SoftmaxAlong softmax) {
            return new SoftmaxAlong(axis(softmax.axis()));
        }
        if (step instanceof SplitAlong split) {
            return new SplitAlong(axis(split.axis()), split.sizes(), split.isDropped());
        }
        if (step instanceof StackAlong stack) {
            return new StackAlong(axis(stack.axis()));
        }
        return step instanceof UnitNormalization unit ? new UnitNormalization(axis(unit.axis())) : null;
    }

    private static int axis(int ofStep) {
        return ofStep < 0 ? ofStep : ofStep + 1;
    }

    private static List<Integer> axes(List<Integer> ofStep) {
        return ofStep.stream().map(WholeOperations::axis).toList();
    }
}
