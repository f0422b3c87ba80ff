// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.applied;

import io.espalier.model.WeightKey;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.technique.Parametrization;
import io.espalier.train.technique.ParametrizationSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A model's weights in a graph, each with its parametrizations applied. In a training step:
 *
 * <pre>
 * variable -> projections -> assigned to the variable -> other parametrizations -> {@link #weight}
 * </pre>
 */
public final class ParametrizedWeights implements WeightSource {
    private final Ops tf;
    private final Parametrizations parametrizations;
    private final WeightSource variables;
    private final boolean training;
    private final BiFunction<WeightKey, Operand<TFloat32>, Op> assignment;
    private final Map<WeightKey, Operand<TFloat32>> trained = new HashMap<>();
    private final Map<WeightKey, Operand<TFloat32>> seen = new HashMap<>();
    private final List<Op> projections = new ArrayList<>();
    private final Map<WeightKey, Operand<TFloat32>> updates = new LinkedHashMap<>();

    private ParametrizedWeights(
            Ops tf,
            Parametrizations parametrizations,
            WeightSource variables,
            boolean training,
            BiFunction<WeightKey, Operand<TFloat32>, Op> assignment) {
        this.tf = tf;
        this.parametrizations = parametrizations;
        this.variables = variables;
        this.training = training;
        this.assignment = assignment;
    }

    /** For inference. The variables are the weights and the state of the parametrizations. */
    public static ParametrizedWeights used(Ops tf, Parametrizations parametrizations, WeightSource variables) {
        return new ParametrizedWeights(tf, parametrizations, variables, false, (key, value) -> {
            throw new IllegalStateException("weight '" + key + "' is read-only");
        });
    }

    /**
     * For a training step.
     *
     * @param assignment adds the operation that sets a variable
     */
    public static ParametrizedWeights trained(
            Ops tf,
            Parametrizations parametrizations,
            WeightSource variables,
            BiFunction<WeightKey, Operand<TFloat32>, Op> assignment) {
        return new ParametrizedWeights(tf, parametrizations, variables, true, assignment);
    }

    @Override
    public Operand<TFloat32> weight(WeightKey key) {
        Operand<TFloat32> known = seen.get(key);
        if (known != null) {
            return known;
        }
        Operand<TFloat32> value = trained(key);
        for (Parametrization parametrization : parametrizations.of(key)) {
            if (!parametrization.projects()) {
                value = seenThrough(parametrization, key, value);
            }
        }
        seen.put(key, value);
        return value;
    }

    private Operand<TFloat32> seenThrough(Parametrization parametrization, WeightKey key, Operand<TFloat32> weight) {
        Operand<TFloat32> value = parametrization.apply(site(key, parametrization), weight);
        if (!training || !parametrization.isStraightThrough()) {
            return value;
        }
        Operand<TFloat32> still = tf.stopGradient(value);
        // What is added is zero, with a gradient of one.
        return isAllStraightThrough(key) ? still : tf.math.add(still, tf.math.sub(weight, tf.stopGradient(weight)));
    }

    private boolean isAllStraightThrough(WeightKey key) {
        return parametrizations.of(key).stream().allMatch(each -> each.projects() || each.isStraightThrough());
    }

    /** What gradients are taken by that train a weight, or trainable state. */
    public Operand<TFloat32> differentiated(WeightKey key) {
        // Where the gradient passes through all that lies on a weight, it needs no operations to do so.
        return isAllStraightThrough(key) ? weight(key) : trained(key);
    }

    /** What the optimizer changes: the value of a weight, or of trainable state. */
    private Operand<TFloat32> trained(WeightKey key) {
        Operand<TFloat32> known = trained.get(key);
        if (known != null) {
            return known;
        }
        Operand<TFloat32> variable = variables.weight(key);
        Operand<TFloat32> value = variable;
        for (Parametrization parametrization : parametrizations.of(key)) {
            if (parametrization.projects()) {
                value = parametrization.apply(site(key, parametrization), value);
            }
        }
        if (training && value != variable) {
            projections.add(assignment.apply(key, value));
        }
        trained.put(key, value);
        return value;
    }

    /** The operations that set variables before the step. Whatever else changes these variables waits for them. */
    public List<Op> projections() {
        return List.copyOf(projections);
    }

    /** The new values of state that changes in the graph. */
    public Map<WeightKey, Operand<TFloat32>> updates() {
        return updates;
    }

    private ParametrizationSite site(WeightKey weight, Parametrization parametrization) {
        return new Site(weight, parametrization);
    }

    /** One parametrization's place on one weight. */
    private final class Site implements ParametrizationSite {
        private final WeightKey weight;
        private final Parametrization parametrization;

        Site(WeightKey weight, Parametrization parametrization) {
            this.weight = weight;
            this.parametrization = parametrization;
        }

        @Override
        public Ops tf() {
            return tf;
        }

        @Override
        public Shape shape() {
            return parametrizations.model().weights().get(weight).shape();
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public Operand<TFloat32> state(String name) {
            // Trainable state is trained by this operand too.
            return trained(Parametrizations.stateKey(weight, parametrization, name));
        }

        @Override
        public Operand<TFloat32> weight(WeightKey key) {
            return ParametrizedWeights.this.weight(key);
        }

        @Override
        public void update(String name, Operand<TFloat32> value) {
            if (training) {
                updates.put(Parametrizations.stateKey(weight, parametrization, name), value);
            }
        }
    }
}
