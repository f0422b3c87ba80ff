// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.lowering.WeightSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** A model's weights, and what else training keeps, as variables of a session. */
final class Variables {
    private final Ops tf;
    private final Map<WeightKey, Variable> variables = new LinkedHashMap<>();

    /** A resource, where its values come in, and what writes them and reads them. */
    private record Variable(
            Shape shape, VarHandleOp handle, Placeholder<TFloat32> fed, Op assign, Operand<TFloat32> value) {}

    Variables(Ops tf, Weights weights) {
        this.tf = tf;
        weights.forEach((key, tensor) -> variables.put(key, variable("weight/" + key, tensor.shape())));
    }

    private Variable variable(String name, Shape shape) {
        org.tensorflow.ndarray.Shape tensorShape = tensorShape(shape);
        VarHandleOp handle = tf.varHandleOp(TFloat32.class, tensorShape, VarHandleOp.sharedName(name));
        Placeholder<TFloat32> fed = tf.placeholder(TFloat32.class, Placeholder.shape(tensorShape));
        return new Variable(
                shape, handle, fed, tf.assignVariableOp(handle, fed), tf.readVariableOp(handle, TFloat32.class));
    }

    VarHandleOp handle(WeightKey key) {
        return get(key).handle();
    }

    private Variable get(WeightKey key) {
        Variable variable = variables.get(key);
        if (variable == null) {
            throw new IllegalArgumentException("no variable for weight '" + key + "'");
        }
        return variable;
    }

    /** Reads each at most once, after whatever the operations wait for. */
    WeightSource readBy(Ops reading) {
        Map<WeightKey, Operand<TFloat32>> read = new HashMap<>();
        return key -> read.computeIfAbsent(key, unread -> reading.readVariableOp(handle(unread), TFloat32.class));
    }

    /** Gives values to the variables that are named. */
    void assign(Session session, Weights values) {
        List<TFloat32> tensors = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            values.forEach((key, value) -> {
                Variable variable = get(key);
                // an array, since TensorFlow copies other memory number by number
                TFloat32 tensor =
                        TFloat32.tensorOf(tensorShape(variable.shape()), DataBuffers.of(value.toArray(), true, false));
                tensors.add(tensor);
                runner.feed(variable.fed(), tensor).addTarget(variable.assign());
            });
            if (!tensors.isEmpty()) {
                runner.run().close();
            }
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }

    /** A copy of all values as they are now. */
    Weights read(Session session) {
        return read(session, variables.keySet());
    }

    /** A copy of some values as they are now. */
    Weights read(Session session, Collection<WeightKey> keys) {
        Map<WeightKey, Tensor> values = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return Weights.of(values);
        }
        Session.Runner runner = session.runner();
        keys.forEach(key -> runner.fetch(get(key).value()));
        try (Result result = runner.run()) {
            int position = 0;
            for (WeightKey key : keys) {
                values.put(key, copy((TFloat32) result.get(position++), get(key).shape()));
            }
        }
        return Weights.of(values);
    }

    private static Tensor copy(TFloat32 tensor, Shape shape) {
        float[] values = new float[shape.elements()];
        tensor.asRawTensor().data().asFloats().read(values);
        return Tensor.of(shape, values);
    }

    private static org.tensorflow.ndarray.Shape tensorShape(Shape shape) {
        return org.tensorflow.ndarray.Shape.of(
                shape.dimensions().stream().mapToLong(Integer::longValue).toArray());
    }
}
