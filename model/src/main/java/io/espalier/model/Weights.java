// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The values of a model's weights, in the order of its layers. Immutable. */
public final class Weights {
    private final Map<WeightKey, Tensor> tensors;

    private Weights(Map<WeightKey, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** A copy of the map, in its order. */
    public static Weights of(Map<WeightKey, Tensor> tensors) {
        return new Weights(new LinkedHashMap<>(tensors));
    }

    /** The keys of all weights, in the order of the layers. */
    public Set<WeightKey> keys() {
        return tensors.keySet();
    }

    /**
     * The value of one weight.
     *
     * @throws ModelException if there is none of that name
     */
    public Tensor get(WeightKey key) {
        Tensor tensor = tensors.get(key);
        if (tensor == null) {
            throw new ModelException("no weight named '" + key + "'; the weights are " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * The value of one weight.
     *
     * @throws ModelException if there is no such weight
     */
    public Tensor get(String layer, String weight) {
        return get(new WeightKey(layer, weight));
    }

    /** Whether there is a weight with this key. */
    public boolean contains(WeightKey key) {
        return tensors.containsKey(key);
    }

    /** Calls the action for each weight, in order. */
    public void forEach(BiConsumer<WeightKey, Tensor> action) {
        tensors.forEach(action);
    }

    /** A copy in which the function has replaced every value; it keeps the shapes. */
    public Weights map(BiFunction<WeightKey, Tensor, Tensor> change) {
        Map<WeightKey, Tensor> changed = new LinkedHashMap<>();
        tensors.forEach((key, tensor) -> changed.put(key, change.apply(key, tensor)));
        return new Weights(changed);
    }

    /** The share of all values that are zero, from 0 to 1. */
    public double sparsity() {
        double zeros = 0;
        long elements = 0;
        for (Tensor tensor : tensors.values()) {
            zeros += tensor.sparsity() * tensor.shape().elements();
            elements += tensor.shape().elements();
        }
        return elements == 0 ? 0 : zeros / elements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weights weights && tensors.equals(weights.tensors);
    }

    @Override
    public int hashCode() {
        return tensors.hashCode();
    }

    @Override
    public String toString() {
        return "Weights" + tensors.keySet();
    }
}
