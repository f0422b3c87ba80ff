// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Options;
import io.espalier.lite.lower.TfliteValues.Value;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Operators on each element by itself, on elements at the same place, and softmax. */
record TfliteElements(TfliteValues graph) {
    private static final Operations<Shape> SHAPES = Operations.shapes(List.of());

    /** Kernels other than those of sums and products repeat dimensions of size 1 in tensors of so many dimensions at most. */
    private static final int MOST_BROADCAST = 4;

    private Value pointwise(BuiltinOperator operator, Value value) {
        return graph.computed(operator, Options.NONE, value.shape(), graph.tensor(value));
    }

    private Value pointwise(BuiltinOperator operator, OptionsTable options, Value value) {
        return graph.computed(operator, Options.of(options), value.shape(), graph.tensor(value));
    }

    Value unary(Unary function, Value value) {
        return switch (function) {
            case ABS -> pointwise(BuiltinOperator.ABS, OptionsTable.ABS, value);
            case CEIL -> pointwise(BuiltinOperator.CEIL, value);
            case COS -> pointwise(BuiltinOperator.COS, OptionsTable.COS, value);
            case ELU -> pointwise(BuiltinOperator.ELU, value);
            case EXP -> pointwise(BuiltinOperator.EXP, OptionsTable.EXP, value);
            case FLOOR -> pointwise(BuiltinOperator.FLOOR, value);
            case HARD_SWISH -> pointwise(BuiltinOperator.HARD_SWISH, OptionsTable.HARD_SWISH, value);
            case LOG -> pointwise(BuiltinOperator.LOG, value);
            case NEGATE -> pointwise(BuiltinOperator.NEG, OptionsTable.NEG, value);
            case RELU -> pointwise(BuiltinOperator.RELU, value);
            case RELU6 -> pointwise(BuiltinOperator.RELU6, value);
            case ROUND -> pointwise(BuiltinOperator.ROUND, value);
            case RSQRT -> pointwise(BuiltinOperator.RSQRT, value);
            case SIGMOID -> pointwise(BuiltinOperator.LOGISTIC, value);
            case SIGN -> pointwise(BuiltinOperator.SIGN, OptionsTable.SIGN, value);
            case SIN -> pointwise(BuiltinOperator.SIN, value);
            case SQRT -> pointwise(BuiltinOperator.SQRT, value);
            case SQUARE -> pointwise(BuiltinOperator.SQUARE, OptionsTable.SQUARE, value);
            case TANH -> pointwise(BuiltinOperator.TANH, value);
        };
    }

    Value binary(Binary function, Value left, Value right) {
        return switch (function) {
            case ADD -> combined(BuiltinOperator.ADD, OptionsTable.ADD, left, right);
            case SUBTRACT -> combined(BuiltinOperator.SUB, OptionsTable.SUB, left, right);
            case MULTIPLY -> combined(BuiltinOperator.MUL, OptionsTable.MUL, left, right);
            case DIVIDE -> combined(BuiltinOperator.DIV, OptionsTable.DIV, left, right);
            case MAXIMUM -> combined(BuiltinOperator.MAXIMUM, OptionsTable.MAXIMUM_MINIMUM, left, right);
            case MINIMUM -> combined(BuiltinOperator.MINIMUM, OptionsTable.MAXIMUM_MINIMUM, left, right);
            case POWER -> narrow(BuiltinOperator.POW, of -> power(of.get(0), of.get(1)), left, right);
            case EQUAL -> compared(BuiltinOperator.EQUAL, OptionsTable.EQUAL, left, right);
            case NOT_EQUAL -> compared(BuiltinOperator.NOT_EQUAL, OptionsTable.NOT_EQUAL, left, right);
            case GREATER -> compared(BuiltinOperator.GREATER, OptionsTable.GREATER, left, right);
            case GREATER_EQUAL -> compared(BuiltinOperator.GREATER_EQUAL, OptionsTable.GREATER_EQUAL, left, right);
            case LESS -> compared(BuiltinOperator.LESS, OptionsTable.LESS, left, right);
            case LESS_EQUAL -> compared(BuiltinOperator.LESS_EQUAL, OptionsTable.LESS_EQUAL, left, right);
        };
    }

    private Value combined(BuiltinOperator operator, OptionsTable options, Value left, Value right) {
        Shape shape = left.shape().broadcast(right.shape());
        return graph.computed(
                operator, Options.of(options), shape, tensor(left, shape.rank()), tensor(right, shape.rank()));
    }

    private Value power(Value base, Value exponent) {
        return combined(BuiltinOperator.POW, OptionsTable.POW, base, exponent);
    }

    private Value compared(BuiltinOperator comparison, OptionsTable options, Value left, Value right) {
        return narrow(comparison, of -> numbers(flags(comparison, options, of.get(0), of.get(1))), left, right);
    }

    private Value flags(BuiltinOperator comparison, OptionsTable options, Value left, Value right) {
        Shape shape = left.shape().broadcast(right.shape());
        return graph.flags(
                comparison, Options.of(options), shape, tensor(left, shape.rank()), tensor(right, shape.rank()));
    }

    private Value numbers(Value flags) {
        Options cast = Options.of(OptionsTable.CAST)
                .with("in_data_type", TensorType.BOOL)
                .with("out_data_type", TensorType.FLOAT32);
        return graph.computed(BuiltinOperator.CAST, cast, flags.shape(), graph.tensor(flags));
    }

    Value select(Value condition, Value yes, Value no) {
        return narrow(BuiltinOperator.SELECT_V2, of -> chosen(of.get(0), of.get(1), of.get(2)), condition, yes, no);
    }

    private Value chosen(Value condition, Value yes, Value no) {
        Shape shape = SHAPES.select(condition.shape(), yes.shape(), no.shape());
        int flags = condition
                .constant()
                .map(known -> graph.flags(known.values()))
                .orElseGet(() -> truths(condition, shape.rank()));
        return graph.computed(
                BuiltinOperator.SELECT_V2,
                Options.of(OptionsTable.SELECT_V2),
                shape,
                flags,
                tensor(yes, shape.rank()),
                tensor(no, shape.rank()));
    }

    private int truths(Value condition, int rank) {
        Value zero = graph.constant(Tensor.of(Shape.of(), 0));
        // Aligned before: a reshape here takes floats.
        return graph.tensor(flags(BuiltinOperator.NOT_EQUAL, OptionsTable.NOT_EQUAL, aligned(condition, rank), zero));
    }

    /**
     * Does an operation in fewer dimensions, where the kernel would repeat values in more than it can: in TFLite 2.20, a comparison then ends the
     * process.
     */
    private Value narrow(BuiltinOperator operator, Function<List<Value>, Value> operation, Value... operands) {
        Shape shape = Shape.of();
        int batch = 0;
        for (Value operand : operands) {
            shape = shape.broadcast(operand.shape());
            batch = Math.max(batch, operand.batchDimensions());
        }
        if (shape.rank() + batch <= MOST_BROADCAST) {
            return operation.apply(List.of(operands));
        }
        List<Value> flat = new ArrayList<>();
        for (Value operand : operands) {
            int elements = operand.shape().elements();
            if (elements != 1 && elements != shape.elements()) {
                throw new ModelException("repeats values of shape " + operand.shape() + " along some dimensions of "
                        + shape.batched() + "; TFLite's " + operator + " can do that in " + MOST_BROADCAST
                        + " dimensions, with the batch, so a Reshape before this operation helps");
            }
            flat.add(new TfliteMovement(graph).reshape(operand, Shape.of(elements)));
        }
        return new TfliteMovement(graph).reshape(operation.apply(flat), shape);
    }

    // Behind the batch, shapes are aligned at the last dimension; without one they are anyway.
    private Value aligned(Value value, int rank) {
        if (!value.isBatched() || value.shape().rank() == rank) {
            return value;
        }
        List<Integer> dimensions =
                new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
        dimensions.addAll(value.shape().dimensions());
        return new TfliteMovement(graph).reshape(value, new Shape(dimensions));
    }

    private int tensor(Value value, int rank) {
        return graph.tensor(aligned(value, rank));
    }

    Value leakyRelu(Value value, float slope) {
        Options options = Options.of(OptionsTable.LEAKY_RELU).with("alpha", slope);
        return graph.computed(BuiltinOperator.LEAKY_RELU, options, value.shape(), graph.tensor(value));
    }

    Value gelu(Value value, boolean approximate) {
        Options options = Options.of(OptionsTable.GELU).with("approximate", approximate);
        return graph.computed(BuiltinOperator.GELU, options, value.shape(), graph.tensor(value));
    }

    Value softmax(Value value) {
        Options options = Options.of(OptionsTable.SOFTMAX).with("beta", 1f);
        return graph.computed(BuiltinOperator.SOFTMAX, options, value.shape(), graph.tensor(value));
    }

    Value logSoftmax(Value value) {
        return pointwise(BuiltinOperator.LOG_SOFTMAX, OptionsTable.LOG_SOFTMAX, value);
    }
}
