// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import io.espalier.model.Clusters;
import io.espalier.model.Model;
import io.espalier.model.SummaryRow;
import io.espalier.model.TrainedQuantization;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.Input;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.ValueRange;
import io.espalier.train.applied.Parametrizations;
import io.espalier.train.technique.ActivationFakeQuant;
import io.espalier.train.technique.Cluster;
import io.espalier.train.technique.FakeQuant;
import io.espalier.train.technique.LayerWrapping;
import io.espalier.train.technique.Parametrization;
import io.espalier.train.technique.StateSummary;
import io.espalier.train.technique.StateVariable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A model in which some weights and activations pass through parametrizations, such as masks, clustering and fake quantization. It includes their
 * state and the number of training steps. Immutable: training returns a new one.
 *
 * <p>Techniques such as {@code Pruning}, {@code Clustering} and {@code QuantizationAware} create parametrized models; {@link #strip()} turns one
 * into a plain {@link Model} to save or convert.
 */
public final class ParametrizedModel {
    private final Model raw;
    private final Map<WeightKey, List<Parametrization>> parametrizations;
    private final Map<ActivationKey, ActivationFakeQuant> activations;
    private final Map<String, List<LayerWrapping>> wrappings;
    private final Weights state;
    private final Set<WeightKey> trainableState;
    private final long step;

    private ParametrizedModel(
            Model raw,
            Map<WeightKey, List<Parametrization>> parametrizations,
            Map<ActivationKey, ActivationFakeQuant> activations,
            Map<String, List<LayerWrapping>> wrappings,
            Weights state,
            Set<WeightKey> trainableState,
            long step) {
        this.raw = raw;
        this.parametrizations = parametrizations;
        this.activations = activations;
        this.wrappings = wrappings;
        this.state = state;
        this.trainableState = trainableState;
        this.step = step;
    }

    /** A model without parametrizations. */
    public static ParametrizedModel of(Model model) {
        return new ParametrizedModel(model, Map.of(), Map.of(), Map.of(), Weights.of(Map.of()), Set.of(), 0);
    }

    /**
     * Adds a parametrization to a weight, after those that it has.
     *
     * @throws ModelException if the model has no such weight
     * @throws IllegalArgumentException if the weight has one of the same name, or if the new one projects and an earlier one does not
     */
    public ParametrizedModel with(WeightKey weight, Parametrization added) {
        Tensor value = raw.weights().get(weight);
        List<Parametrization> below = parametrizations(weight);
        for (Parametrization other : below) {
            if (other.name().equals(added.name()) || (added.projects() && !other.projects())) {
                throw new IllegalArgumentException("'" + added.name() + "' cannot be added to '" + other.name()
                        + "' of weight '" + weight + "'; strip the model first, or add it earlier");
            }
        }
        if (!below.isEmpty()) {
            value = new Stripping(this, Set.of(weight)).weights().get(weight);
        }
        Map<WeightKey, List<Parametrization>> lists = new LinkedHashMap<>(parametrizations);
        List<Parametrization> list = new ArrayList<>(below);
        list.add(added);
        lists.put(weight, List.copyOf(list));

        Map<WeightKey, Tensor> states = new LinkedHashMap<>();
        state.forEach(states::put);
        Set<WeightKey> trainable = new LinkedHashSet<>(trainableState);
        for (StateVariable variable : added.state(value)) {
            WeightKey key = Parametrizations.stateKey(weight, added, variable.name());
            states.put(key, variable.initial());
            if (variable.trainable()) {
                trainable.add(key);
            }
        }
        return new ParametrizedModel(raw, lists, activations, wrappings, Weights.of(states), trainable, step);
    }

    /**
     * Adds fake quantization to an activation. The range starts with the one that the model recorded in earlier quantization-aware training, if any.
     *
     * @throws ModelException if the model has no such layer
     * @throws IllegalArgumentException if the activation is already quantized
     */
    public ParametrizedModel with(ActivationKey activation, ActivationFakeQuant added) {
        raw.node(activation.layer());
        Map<ActivationKey, ActivationFakeQuant> changed = new LinkedHashMap<>(activations);
        if (changed.put(activation, added) != null) {
            throw new IllegalArgumentException("'" + activation + "' is already quantized; strip the model first");
        }
        Map<WeightKey, Tensor> states = new LinkedHashMap<>();
        state.forEach(states::put);
        added.state(raw.quantization().flatMap(trained -> trained.range(activation)))
                .forEach(variable ->
                        states.put(Parametrizations.stateKey(activation, variable.name()), variable.initial()));
        return new ParametrizedModel(
                raw, parametrizations, changed, wrappings, Weights.of(states), trainableState, step);
    }

    /** Shows a layer in summaries inside a wrapper, as tfmot does; an input is shown with the wrapper behind it. */
    public ParametrizedModel wrapped(String layer, LayerWrapping wrapping) {
        Map<String, List<LayerWrapping>> changed = new HashMap<>(wrappings);
        List<LayerWrapping> list = new ArrayList<>(wrappings.getOrDefault(layer, List.of()));
        list.add(wrapping);
        changed.put(layer, List.copyOf(list));
        return new ParametrizedModel(raw, parametrizations, activations, changed, state, trainableState, step);
    }

    /**
     * This model with new weights and state after training.
     *
     * @param variables the weights of the model and the state of its parametrizations
     * @param reachedStep the number of training steps done
     */
    public ParametrizedModel trained(Weights variables, long reachedStep) {
        return new ParametrizedModel(
                raw.withWeights(part(variables, raw.weights().keys())),
                parametrizations,
                activations,
                wrappings,
                part(variables, state.keys()),
                trainableState,
                reachedStep);
    }

    private static Weights part(Weights variables, Set<WeightKey> keys) {
        Map<WeightKey, Tensor> part = new LinkedHashMap<>();
        keys.forEach(key -> part.put(key, variables.get(key)));
        return Weights.of(part);
    }

    /**
     * The plain model. Each weight has the value that its layer used: masked weights are exactly zero. TensorFlow computes the values with the
     * operations of training. If the model was quantized, the plain model records the ranges found in training; a model that was not trained since has
     * found none, records none, and is calibrated when it is converted.
     */
    public Model strip() {
        Model plain = parametrizations.isEmpty()
                ? raw
                : raw.withWeights(new Stripping(this, parametrizedWeights()).weights());
        Map<WeightKey, Clusters> clusters = new LinkedHashMap<>(raw.clusters());
        clusters.putAll(clusters());
        plain = clusters.equals(raw.clusters()) ? plain : plain.withClusters(clusters);
        if (activations.keySet().stream().anyMatch(this::isUnobserved)) {
            return plain;
        }
        TrainedQuantization trained = quantization();
        return trained.ranges().isEmpty() && trained.grids().isEmpty() ? plain : plain.withQuantization(trained);
    }

    /** The weights with centroids, and how many. */
    public Map<WeightKey, Clusters> clusters() {
        Map<WeightKey, Clusters> clusters = new LinkedHashMap<>();
        parametrizations.forEach((weight, list) -> list.stream()
                .filter(Cluster.class::isInstance)
                .map(Cluster.class::cast)
                .forEach(cluster -> clusters.put(
                        weight,
                        cluster.clusters(name -> state.get(Parametrizations.stateKey(weight, cluster, name))))));
        return clusters;
    }

    private boolean isUnobserved(ActivationKey activation) {
        return raw.quantization().flatMap(before -> before.range(activation)).isEmpty()
                && Objects.requireNonNull(activations.get(activation)).isInitial(range(activation));
    }

    /** The range of an activation that has fake quantization, as its state holds it. */
    public ValueRange range(ActivationKey activation) {
        return new ValueRange(
                state.get(Parametrizations.stateKey(activation, ActivationFakeQuant.MIN))
                        .get(0),
                state.get(Parametrizations.stateKey(activation, ActivationFakeQuant.MAX))
                        .get(0));
    }

    private TrainedQuantization quantization() {
        Map<ActivationKey, ValueRange> ranges = new LinkedHashMap<>();
        activations.keySet().forEach(activation -> ranges.put(activation, range(activation)));
        Map<WeightKey, WeightGrid> grids = new LinkedHashMap<>();
        parametrizations.forEach((weight, list) -> list.stream()
                .filter(FakeQuant.class::isInstance)
                .map(FakeQuant.class::cast)
                .forEach(fakeQuant -> grids.put(weight, fakeQuant.grid())));
        return new TrainedQuantization(ranges, grids);
    }

    /** The model with the weights as the optimizer left them, before parametrizations are applied. */
    public Model raw() {
        return raw;
    }

    /** The model and its parametrizations, without their state. */
    public Parametrizations applied() {
        return new Parametrizations(raw, parametrizations, activations);
    }

    /** The weights that have parametrizations. */
    public Set<WeightKey> parametrizedWeights() {
        return parametrizations.keySet();
    }

    /** The parametrizations of a weight, in the order in which they are applied. */
    public List<Parametrization> parametrizations(WeightKey weight) {
        return parametrizations.getOrDefault(weight, List.of());
    }

    /** The activations with fake quantization. */
    public Map<ActivationKey, ActivationFakeQuant> activations() {
        return Collections.unmodifiableMap(activations);
    }

    /** The state of all parametrizations, such as {@code conv2d/kernel/mask/threshold}. */
    public Weights state() {
        return state;
    }

    /** The keys of a weight's state that the optimizer trains. */
    public List<WeightKey> trainableState(WeightKey weight) {
        String prefix = weight.weight() + "/";
        return trainableState.stream()
                .filter(key ->
                        key.layer().equals(weight.layer()) && key.weight().startsWith(prefix))
                .toList();
    }

    /** The weights and the state of all parametrizations. */
    public Weights variables() {
        Map<WeightKey, Tensor> all = new LinkedHashMap<>();
        raw.weights().forEach(all::put);
        state.forEach(all::put);
        return Weights.of(all);
    }

    /** The number of training steps since the model was parametrized. */
    public long step() {
        return step;
    }

    /** The model's summary, with layers named like tfmot's wrappers and their state counted as parameters. */
    public String summary() {
        return raw.summary(this::inWrappings);
    }

    private List<SummaryRow> inWrappings(SummaryRow row) {
        SummaryRow shown = row;
        boolean isInput = raw.node(row.name()).layer() instanceof Input;
        for (LayerWrapping wrapping : wrappings.getOrDefault(row.name(), List.of())) {
            shown = isInput ? wrapping.behind(shown) : wrapping.around(shown);
        }
        for (WeightKey key : state.keys()) {
            if (key.layer().equals(row.name())) {
                long elements = state.get(key).shape().elements();
                shown = trainableState.contains(key) ? shown.plus(elements, 0) : shown.plus(0, elements);
            }
        }
        return isInput && !shown.name().equals(row.name()) ? List.of(row, shown) : List.of(shown);
    }

    @Override
    public String toString() {
        return raw + ", parametrized " + parametrizations.keySet() + ", step " + step;
    }

    /** Summaries of the state for logs, such as the sparsity of a mask. */
    public List<StateSummary> summaries() {
        List<StateSummary> summaries = new ArrayList<>();
        parametrizedWeights()
                .forEach(weight -> parametrizations(weight)
                        .forEach(parametrization -> parametrization
                                .summaries(
                                        name -> state().get(Parametrizations.stateKey(weight, parametrization, name)))
                                .forEach(summary -> summaries.add(summary.in(weight + "/" + parametrization.name())))));
        activations()
                .forEach((activation, fakeQuant) -> fakeQuant
                        .summaries(name -> state().get(Parametrizations.stateKey(activation, name)))
                        .forEach(summary -> summaries.add(summary.in(activation + "/" + ActivationFakeQuant.NAME))));
        return summaries;
    }
}
