// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.Tensor;
import io.espalier.model.WeightKey;
import io.espalier.model.WeightSpec;
import io.espalier.model.Weights;
import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/** What the optimizer keeps for each weight it trains, as variables that start at zero. */
final class Slots {
    private final List<WeightKey> weights;
    private final List<String> names;
    private final Weights zeros;
    private final Variables variables;

    Slots(Ops tf, Model model, Optimizer optimizer) {
        this.names = optimizer.slots();
        this.weights = new ArrayList<>();
        Map<WeightKey, Tensor> initial = new LinkedHashMap<>();
        for (Node node : ForwardPass.usedNodes(model)) {
            for (WeightSpec spec : model.weightSpecs(node)) {
                if (spec.trainable()) {
                    WeightKey key = new WeightKey(node.name(), spec.name());
                    weights.add(key);
                    names.forEach(name -> initial.put(slot(key, name), Tensor.filled(spec.shape(), 0)));
                }
            }
        }
        this.zeros = Weights.of(initial);
        this.variables = new Variables(tf, zeros);
    }

    private static WeightKey slot(WeightKey weight, String name) {
        return new WeightKey(weight.layer(), weight.weight() + "/" + name);
    }

    /** The weights that are trained. */
    List<WeightKey> weights() {
        return weights;
    }

    /** The slots of one weight. */
    List<Operand<? extends TType>> of(WeightKey weight) {
        List<Operand<? extends TType>> handles = new ArrayList<>();
        names.forEach(name -> handles.add(variables.handle(slot(weight, name))));
        return handles;
    }

    void reset(Session session) {
        variables.assign(session, zeros);
    }
}
