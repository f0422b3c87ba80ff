// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Layers that a version of Keras does not have as one operation, as several. */
final class OperationSequences {
    /** As an input: the output of the step before. */
    static final String BEFORE = "";

    private final boolean isKeras3;
    private final List<Shape> shapes;
    private final List<String> inputs;
    private final List<Step> steps = new ArrayList<>();

    /** @param name what it adds to the name of the layer, unless it is the last */
    record Step(String name, Layer layer, List<String> inputs) {}

    /**
     * @param shapes of the inputs
     * @param inputs their names
     */
    OperationSequences(boolean isKeras3, List<Shape> shapes, List<String> inputs) {
        this.isKeras3 = isKeras3;
        this.shapes = shapes;
        this.inputs = inputs;
    }

    /** Whether a layer is never written as it is. */
    static boolean isReplaced(Layer layer) {
        return layer instanceof BroadcastTo;
    }

    /** The steps of a layer; itself alone if Keras has it. */
    List<Step> of(Layer layer) {
        if (layer instanceof BroadcastTo repeated) {
            repeat(repeated.shape());
        } else if (layer instanceof Clip clip && (Float.isInfinite(clip.least()) || Float.isInfinite(clip.most()))) {
            bound(clip);
        } else if (layer instanceof Norm norm) {
            measure(norm);
        } else if (layer instanceof Elementwise function && isActivation(function.function())) {
            next("function", Activation.of(activation(function.function())));
        } else if (isKeras3) {
            addOfKeras3(layer);
        } else if (layer instanceof Einsum einsum) {
            throw new ModelException("the einsum '" + einsum.equation() + "' is no operation that an .h5 file can hold:"
                    + " Keras 2 does not store the tensors that tf.einsum takes; write a .keras file");
        } else if (layer instanceof Glu unit) {
            gate(unit);
        } else if (layer instanceof Threshold threshold) {
            next("above", Arithmetic.with(Binary.GREATER, Tensor.of(Shape.of(), threshold.threshold())));
            Where choice = new Where(Optional.empty(), Optional.of(Tensor.of(Shape.of(), threshold.otherwise())));
            after("choice", choice, List.of(BEFORE, inputs.get(0)));
        } else if (layer instanceof IndexOf index && index.keepDimension()) {
            next("index", new IndexOf(index.axis(), index.isSmallest(), false));
            next(
                    "shape",
                    new Reshape(Operations.shapes(List.of())
                            .reduce(Reduction.MAXIMUM, shapes.get(0), true, place(index.axis()))
                            .dimensions()));
        }
        return steps.isEmpty() ? List.of(new Step("", layer, inputs)) : steps;
    }

    private void addOfKeras3(Layer layer) {
        if (layer instanceof ScaledSwish swish) {
            next("scaled", Arithmetic.with(Binary.MULTIPLY, Tensor.of(Shape.of(), swish.beta())));
            next("gate", Activation.of(ActivationFunction.SIGMOID));
            after("product", Arithmetic.of(Binary.MULTIPLY), List.of(inputs.get(0), BEFORE));
        } else if (layer instanceof SquaredDifference squared) {
            next("difference", squared.difference());
            next("square", new Elementwise(Unary.SQUARE));
        } else if (layer instanceof CumulativeSum sum && (sum.isExclusive() || sum.isReverse())) {
            sum(sum);
        } else if (layer instanceof MatrixProduct product && (product.transposeLeft() || product.transposeRight())) {
            multiply(product);
        } else if (layer instanceof ReverseAlong reverse && reverse.axes().size() != 1) {
            reverse.axes().forEach(axis -> next("reverse", new ReverseAlong(List.of(axis))));
        }
    }

    /** A step that takes the output of the one before; the first takes the inputs. */
    private void next(String name, Layer layer) {
        after(name, layer, steps.isEmpty() ? inputs : List.of(BEFORE));
    }

    private void after(String name, Layer layer, List<String> from) {
        steps.add(new Step(name, layer, from));
    }

    // TensorFlow has no number for the batch here.
    private void repeat(Shape shape) {
        Shape from = shapes.get(0);
        List<Integer> aligned = new ArrayList<>(Collections.nCopies(shape.rank() - from.rank(), 1));
        aligned.addAll(from.dimensions());
        if (from.rank() < shape.rank()) {
            next("shape", new Reshape(aligned));
        }
        next(
                "tile",
                new Tile(IntStream.range(0, shape.rank())
                        .mapToObj(axis -> shape.dimension(axis) / aligned.get(axis))
                        .toList()));
    }

    /** The second half comes to lie over the first. */
    private void gate(Glu unit) {
        int place = place(unit.axis());
        int half = shapes.get(0).dimension(place) / 2;
        List<Slice.Part> parts = new ArrayList<>(Collections.nCopies(place, Slice.Part.WHOLE));
        parts.add(new Slice.Part(OptionalInt.empty(), OptionalInt.of(half), false));
        next("gate", Activation.of(ActivationFunction.SIGMOID));
        next("roll", new RollAlong(List.of(half), List.of(place)));
        after("product", Arithmetic.of(Binary.MULTIPLY), List.of(inputs.get(0), BEFORE));
        next("half", new Slice(parts));
    }

    private void bound(Clip clip) {
        if (clip.least() > Float.NEGATIVE_INFINITY) {
            next("maximum", Arithmetic.with(Binary.MAXIMUM, Tensor.of(Shape.of(), clip.least())));
        }
        if (clip.most() < Float.POSITIVE_INFINITY) {
            next("minimum", Arithmetic.with(Binary.MINIMUM, Tensor.of(Shape.of(), clip.most())));
        }
        if (steps.isEmpty()) {
            next("identity", new Identity());
        }
    }

    /** Keras has other norms for matrices, and writes no infinity. */
    private void measure(Norm norm) {
        if (norm.order() == Order.EUCLIDEAN && norm.axes().size() > 2) {
            next("square", new Elementwise(Unary.SQUARE));
            next("sum", new Reduce(Reduction.SUM, norm.axes(), norm.keepDimensions()));
            next("root", new Elementwise(Unary.SQRT));
        } else if (norm.order() == Order.MAXIMUM
                || (norm.order() == Order.SUM && norm.axes().size() != 1)) {
            next("abs", new Elementwise(Unary.ABS));
            Reduction reduction = norm.order() == Order.SUM ? Reduction.SUM : Reduction.MAXIMUM;
            next("reduce", new Reduce(reduction, norm.axes(), norm.keepDimensions()));
        }
    }

    private void sum(CumulativeSum sum) {
        if (sum.isReverse()) {
            next("reverse", new ReverseAlong(List.of(sum.axis())));
        }
        next("sum", new CumulativeSum(sum.axis(), false, false));
        if (sum.isReverse()) {
            next("back", new ReverseAlong(List.of(sum.axis())));
        }
        if (sum.isExclusive()) {
            after("before", Arithmetic.of(Binary.SUBTRACT), List.of(BEFORE, inputs.get(0)));
        }
    }

    private void multiply(MatrixProduct product) {
        int rank = shapes.get(0).rank();
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.swap(order, rank - 1, rank - 2);
        Permute turned = new Permute(order);
        MatrixProduct plain = new MatrixProduct(false, false);
        String left = inputs.get(0);
        String right = inputs.get(1);
        if (product.transposeLeft() && product.transposeRight()) {
            after("product", plain, List.of(right, left));
            next("transpose", turned);
        } else if (product.transposeLeft()) {
            after("transpose", turned, List.of(left));
            after("product", plain, List.of(BEFORE, right));
        } else {
            after("transpose", turned, List.of(right));
            after("product", plain, List.of(left, BEFORE));
        }
    }

    private int place(int axis) {
        return axis < 0 ? shapes.get(0).rank() + axis : axis;
    }

    private static boolean isActivation(Unary function) {
        return OperationName.UNARY.stream().noneMatch(row -> row.function() == function);
    }

    private static ActivationFunction activation(Unary function) {
        return switch (function) {
            case ELU -> ActivationFunction.ELU;
            case EXP -> ActivationFunction.EXPONENTIAL;
            case HARD_SWISH -> ActivationFunction.HARD_SWISH;
            case RELU -> ActivationFunction.RELU;
            case RELU6 -> ActivationFunction.RELU6;
            case SIGMOID -> ActivationFunction.SIGMOID;
            case TANH -> ActivationFunction.TANH;
            default -> throw new IllegalArgumentException(function + " is an operation");
        };
    }
}
