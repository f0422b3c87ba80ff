// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/** What the optimizer keeps for each variable it trains, as variables that start at zero. */
final class Slots {
    private final List<WeightKey> trained;
    private final List<String> names;
    private final Weights zeros;
    private final Variables variables;

    /** Slots for variables of these shapes. */
    Slots(Ops tf, Map<WeightKey, Shape> trained, Optimizer optimizer) {
        this.names = optimizer.slots();
        this.trained = List.copyOf(trained.keySet());
        Map<WeightKey, Tensor> initial = new LinkedHashMap<>();
        trained.forEach((key, shape) -> names.forEach(name -> initial.put(slot(key, name), Tensor.filled(shape, 0))));
        this.zeros = Weights.of(initial);
        this.variables = new Variables(tf, zeros);
    }

    private static WeightKey slot(WeightKey variable, String name) {
        return new WeightKey(variable.layer(), variable.weight() + "/" + name);
    }

    /** The variables that are trained. */
    List<WeightKey> trained() {
        return trained;
    }

    /** The slots of one variable. */
    List<Operand<? extends TType>> of(WeightKey variable) {
        List<Operand<? extends TType>> handles = new ArrayList<>();
        names.forEach(name -> handles.add(variables.handle(slot(variable, name))));
        return handles;
    }

    void reset(Session session) {
        assign(session, zeros);
    }

    void assign(Session session, Weights values) {
        variables.assign(session, values);
    }

    void assignKnown(Session session, Weights values) {
        Map<WeightKey, Tensor> known = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (zeros.contains(key)) {
                known.put(key, value);
            }
        });
        variables.assign(session, Weights.of(known));
    }

    Weights read(Session session) {
        return variables.read(session);
    }
}
