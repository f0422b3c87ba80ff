// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Functions of each element by itself, of two tensors element by element, and softmax. */
interface TensorFlowElements extends Operations<Value> {
    /** Adds operations to the graph. */
    Ops tf();

    @Override
    default Value unary(Unary function, Value value) {
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> result = switch (function) {
            case ABS -> tf().math.abs(x);
            case CEIL -> tf().stopGradient(tf().math.ceil(x));
            case COS -> tf().math.cos(x);
            case ELU -> tf().nn.elu(x);
            case EXP -> tf().math.exp(x);
            case FLOOR -> tf().stopGradient(tf().math.floor(x));
            case HARD_SWISH -> {
                Operand<TFloat32> gate = tf().nn.relu6(tf().math.add(x, tf().constant(3f)));
                yield tf().math.mul(x, tf().math.mul(gate, tf().constant(1 / 6f)));
            }
            case LOG -> tf().math.log(x);
            case NEGATE -> tf().math.neg(x);
            case RELU -> tf().nn.relu(x);
            case RELU6 -> tf().nn.relu6(x);
            // Whose gradient nobody registers.
            case ROUND -> tf().stopGradient(tf().math.rint(x));
            case RSQRT -> tf().math.rsqrt(x);
            case SIGMOID -> tf().math.sigmoid(x);
            case SIGN -> tf().math.sign(x);
            case SIN -> tf().math.sin(x);
            case SQRT -> tf().math.sqrt(x);
            case SQUARE -> tf().math.square(x);
            case TANH -> tf().math.tanh(x);
        };
        return function == Unary.SIGMOID ? value.with(result, ActivationFunction.SIGMOID) : value.with(result);
    }

    @Override
    default Value binary(Binary function, Value left, Value right) {
        Shape shape = Value.SHAPES.binary(function, left.shape(), right.shape());
        Operand<TFloat32> x = aligned(left, shape.rank());
        Operand<TFloat32> y = aligned(right, shape.rank());
        Operand<TFloat32> result = switch (function) {
            case ADD -> tf().math.add(x, y);
            case SUBTRACT -> tf().math.sub(x, y);
            case MULTIPLY -> tf().math.mul(x, y);
            case DIVIDE -> tf().math.div(x, y);
            case MAXIMUM -> tf().math.maximum(x, y);
            case MINIMUM -> tf().math.minimum(x, y);
            case POWER -> tf().math.pow(x, y);
            case EQUAL -> number(tf().math.equal(x, y));
            case NOT_EQUAL -> number(tf().math.notEqual(x, y));
            case GREATER -> number(tf().math.greater(x, y));
            case GREATER_EQUAL -> number(tf().math.greaterEqual(x, y));
            case LESS -> number(tf().math.less(x, y));
            case LESS_EQUAL -> number(tf().math.lessEqual(x, y));
        };
        return new Value(result, shape, left.batched() || right.batched());
    }

    private Operand<TFloat32> number(Operand<TBool> flag) {
        return tf().dtypes.cast(flag, TFloat32.class);
    }

    @Override
    default Value select(Value condition, Value yes, Value no) {
        Shape shape = Value.SHAPES.select(condition.shape(), yes.shape(), no.shape());
        Operand<TBool> flags = tf().math.notEqual(aligned(condition, shape.rank()), tf().constant(0f));
        Operand<TFloat32> chosen = tf().select(flags, aligned(yes, shape.rank()), aligned(no, shape.rank()));
        return new Value(chosen, shape, condition.batched() || yes.batched() || no.batched());
    }

    // Behind the batch, shapes are aligned at the last dimension; without one they are anyway.
    private Operand<TFloat32> aligned(Value value, int rank) {
        if (!value.batched() || value.shape().rank() == rank) {
            return value.operand();
        }
        List<Integer> dimensions =
                new ArrayList<>(Collections.nCopies(rank - value.shape().rank(), 1));
        dimensions.addAll(value.shape().dimensions());
        return reshape(value, new Shape(dimensions)).operand();
    }

    @Override
    default Value leakyRelu(Value value, float slope) {
        return value.with(tf().nn.leakyRelu(value.operand(), LeakyRelu.alpha(slope)));
    }

    @Override
    default Value gelu(Value value, boolean approximate) {
        Operand<TFloat32> x = value.operand();
        Operand<TFloat32> twice;
        if (approximate) {
            Operand<TFloat32> cube = tf().math.mul(x, tf().math.square(x));
            Operand<TFloat32> inner = tf().math.add(x, tf().math.mul(cube, tf().constant(0.044715f)));
            twice = tf().math.tanh(tf().math.mul(inner, tf().constant((float) Math.sqrt(2 / Math.PI))));
        } else {
            twice = tf().math.erf(tf().math.mul(x, tf().constant((float) Math.sqrt(0.5))));
        }
        Operand<TFloat32> half = tf().math.mul(x, tf().constant(0.5f));
        return value.with(tf().math.mul(half, tf().math.add(twice, tf().constant(1f))));
    }

    @Override
    default Value softmax(Value value) {
        return value.with(tf().nn.softmax(value.operand()), ActivationFunction.SOFTMAX);
    }

    @Override
    default Value logSoftmax(Value value) {
        // The gradient in TensorFlow's C++ library sums along dimension 1, whichever is the last.
        int channels = value.shape().channels();
        Operand<TFloat32> rows = tf().reshape(value.operand(), tf().constant(new int[] {-1, channels}));
        Operand<TInt32> shape = tf().shape(value.operand());
        return value.with(tf().reshape(tf().nn.logSoftmax(rows), shape));
    }
}
