// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.ActivationSource;
import io.espalier.train.lowering.Rectified;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.ParametrizationSite;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What flows through a model's layers in a graph, seen through what lies on it. */
public final class ParametrizedActivations implements ActivationSource {
    private final Ops tf;
    private final ParametrizedModel model;
    private final WeightSource variables;
    private final boolean training;
    private final Map<WeightKey, Operand<TFloat32>> updates = new LinkedHashMap<>();

    /**
     * @param variables those of the model's weights and of its state
     * @param training whether this is a training step, which changes ranges
     */
    public ParametrizedActivations(Ops tf, ParametrizedModel model, WeightSource variables, boolean training) {
        this.tf = tf;
        this.model = model;
        this.variables = variables;
        this.training = training;
    }

    @Override
    public boolean changes(ActivationKey activation) {
        return model.activations().containsKey(activation);
    }

    @Override
    public Operand<TFloat32> seen(ActivationKey activation, Operand<TFloat32> values) {
        ActivationFakeQuant fakeQuant = model.activations().get(activation);
        if (fakeQuant == null) {
            return values;
        }
        Site site = new Site(activation);
        return fakeQuant.like().isEmpty()
                ? fakeQuant.apply(site, values, isRectified(activation))
                : fakeQuant.within(
                        site,
                        values,
                        now(fakeQuant.like().get(), ActivationFakeQuant.MIN),
                        now(fakeQuant.like().get(), ActivationFakeQuant.MAX));
    }

    /** An end of a range as this step has moved it already, if it has. */
    private Operand<TFloat32> now(ActivationKey activation, String end) {
        WeightKey key = ParametrizedModel.stateKey(activation, end);
        Operand<TFloat32> moved = updates.get(key);
        return moved == null ? variables.weight(key) : moved;
    }

    private boolean isRectified(ActivationKey activation) {
        return activation.place() == ActivationKey.Place.OUTPUT
                && Rectified.isBy(model.raw().node(activation.layer()).layer());
    }

    /** The new values of state; only in a training step. */
    public Map<WeightKey, Operand<TFloat32>> updates() {
        return updates;
    }

    /** One activation's place. */
    private final class Site implements ParametrizationSite {
        private final ActivationKey activation;

        Site(ActivationKey activation) {
            this.activation = activation;
        }

        @Override
        public Ops tf() {
            return tf;
        }

        @Override
        public Shape shape() {
            return model.raw().outputShape(activation.layer());
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public Operand<TFloat32> state(String name) {
            return variables.weight(ParametrizedModel.stateKey(activation, name));
        }

        @Override
        public Operand<TFloat32> weight(WeightKey key) {
            return variables.weight(key);
        }

        @Override
        public void update(String name, Operand<TFloat32> value) {
            updates.put(ParametrizedModel.stateKey(activation, name), value);
        }
    }
}
