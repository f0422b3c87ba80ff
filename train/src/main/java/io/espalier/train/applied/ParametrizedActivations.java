// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.applied;

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
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A model's activations in a graph, with fake quantization applied. */
public final class ParametrizedActivations implements ActivationSource {
    private final Ops tf;
    private final Parametrizations parametrizations;
    private final WeightSource variables;
    private final boolean training;
    private final Set<ActivationKey> exact;
    private final Map<WeightKey, Operand<TFloat32>> updates = new LinkedHashMap<>();

    /**
     * @param variables those of the model's weights and of its state
     * @param training whether this is a training step, which changes ranges
     */
    public ParametrizedActivations(
            Ops tf, Parametrizations parametrizations, WeightSource variables, boolean training) {
        this(tf, parametrizations, variables, training, Set.of());
    }

    private ParametrizedActivations(
            Ops tf,
            Parametrizations parametrizations,
            WeightSource variables,
            boolean training,
            Set<ActivationKey> exact) {
        this.tf = tf;
        this.parametrizations = parametrizations;
        this.variables = variables;
        this.training = training;
        this.exact = exact;
    }

    /**
     * Those of a training step.
     *
     * @param exact those that rounding does not change, as they are bytes divided by 255 and {@link ActivationFakeQuant#keepsBytes}
     */
    public static ParametrizedActivations training(
            Ops tf, Parametrizations parametrizations, WeightSource variables, Set<ActivationKey> exact) {
        return new ParametrizedActivations(tf, parametrizations, variables, true, Set.copyOf(exact));
    }

    @Override
    public boolean changes(ActivationKey activation) {
        return parametrizations.activations().containsKey(activation);
    }

    @Override
    public Operand<TFloat32> seen(ActivationKey activation, Operand<TFloat32> values) {
        ActivationFakeQuant fakeQuant = parametrizations.activations().get(activation);
        if (fakeQuant == null) {
            return values;
        }
        Site site = new Site(activation);
        if (exact.contains(activation)) {
            return fakeQuant.asBytes(site, values);
        }
        return fakeQuant.like().isEmpty()
                ? fakeQuant.apply(site, values, isRectified(activation))
                : fakeQuant.withinThatOf(
                        site,
                        values,
                        now(fakeQuant.like().get(), ActivationFakeQuant.MIN),
                        now(fakeQuant.like().get(), ActivationFakeQuant.MAX));
    }

    /** An end of a range as this step has moved it already, if it has. */
    private Operand<TFloat32> now(ActivationKey activation, String end) {
        WeightKey key = Parametrizations.stateKey(activation, end);
        Operand<TFloat32> moved = updates.get(key);
        return moved == null ? variables.weight(key) : moved;
    }

    private boolean isRectified(ActivationKey activation) {
        return activation.isOutput()
                && Rectified.isBy(
                        parametrizations.model().node(activation.layer()).layer());
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
            return parametrizations.model().outputShape(activation.layer());
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public Operand<TFloat32> state(String name) {
            return variables.weight(Parametrizations.stateKey(activation, name));
        }

        @Override
        public Operand<TFloat32> weight(WeightKey key) {
            return variables.weight(key);
        }

        @Override
        public void update(String name, Operand<TFloat32> value) {
            updates.put(Parametrizations.stateKey(activation, name), value);
        }
    }
}
