// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.base.RecipeException;
import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.WeightSpec;
import io.espalier.search.SearchException;
import io.espalier.train.task.TaskLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the loss of a Keras model bends along the kernels of the layers that became the operators of its graph.
 *
 * @param kernels of each layer of the graph, those whose traces are known
 */
public record Curvature(Map<Layer, List<Kernel>> kernels) {
    private static final int EXAMPLES = 128;
    private static final double HALF = 0.5;

    public Curvature {
        kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    }

    /** A kernel of a Keras layer. */
    record Kernel(WeightKey key, io.espalier.model.tensor.Tensor values, HessianTrace trace) {}

    /**
     * What the loss is by.
     *
     * @param model that the graph was made of
     * @param tasks of its outputs, which have labels
     * @param examples with labels; at most 128 of them are taken
     */
    public record Source(Model model, Tasks tasks, Dataset examples) {
        /** @throws SearchException if not all outputs of the model are judged */
        public Source {
            if (tasks.byOutput().size() != model.outputs().size()) {
                throw SearchException.badUse("the Hessian is that of the loss of all outputs of the model, "
                        + String.join(", ", model.outputs()) + ", but only "
                        + String.join(", ", tasks.byOutput().keySet()) + " is judged; give labels for all of them");
            }
        }
    }

    /**
     * Finds traces, with gradients of TensorFlow.
     *
     * @param original the graph that the model became
     * @param layers of it
     * @throws io.espalier.train.history.TrainingException if examples or loss do not fit the model
     */
    static Curvature of(Source source, Graph original, List<Layer> layers, int threads, ProgressListener progress) {
        Map<Layer, List<WeightKey>> keys = keys(source.model(), original, layers);
        List<WeightKey> all =
                keys.values().stream().flatMap(List::stream).distinct().toList();
        Dataset some =
                source.examples().sample(Math.min(EXAMPLES, source.examples().size()));
        Map<WeightKey, HessianTrace> traces =
                HessianTrace.of(source.model(), all, some, TaskLoss.of(source.tasks()), threads, progress);
        Map<Layer, List<Kernel>> kernels = new LinkedHashMap<>();
        keys.forEach((layer, of) -> {
            List<Kernel> known = of.stream()
                    .flatMap(key -> Optional.ofNullable(traces.get(key)).stream()
                            .map(trace ->
                                    new Kernel(key, source.model().weights().get(key), trace)))
                    .toList();
            if (!known.isEmpty()) {
                kernels.put(layer, known);
            }
        });
        return new Curvature(kernels);
    }

    // Which operators a Keras layer became shows by what a rule with its name changes.
    private static Map<Layer, List<WeightKey>> keys(Model model, Graph original, List<Layer> layers) {
        Graph plain = Sensitivity.optimized(original);
        Map<Layer, List<WeightKey>> keys = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            List<WeightKey> own = model.weightSpecs(node).stream()
                    .filter(spec -> spec.trainable() && spec.shape().rank() > 1)
                    .map(WeightSpec::name)
                    .map(node::weightKey)
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            Set<String> changed = changedBy(node.name(), original);
            for (Layer layer : layers) {
                boolean isOfNode = Layer.weights(
                                plain.main(), plain.main().operators().get(layer.operator()))
                        .stream()
                        .anyMatch(weights -> changed.contains(weights.name()));
                if (isOfNode) {
                    List<WeightKey> together = new ArrayList<>(keys.getOrDefault(layer, List.of()));
                    together.addAll(own);
                    keys.put(layer, together);
                }
            }
        }
        return keys;
    }

    /** The names of the constants that a rule for a layer of Keras stores otherwise. */
    private static Set<String> changedBy(String layer, Graph original) {
        Recipe recipe = Recipe.of(Method.NONE).withLeastElements(0).withRule(Rule.of(layer, null, Method.FLOAT16));
        try {
            return Quantizer.of(recipe).quantize(original).main().tensors().stream()
                    .filter(tensor -> tensor.type() == TensorType.FLOAT16)
                    .map(Tensor::name)
                    .collect(Collectors.toSet());
        } catch (RecipeException e) {
            // it became no operator of its own
            return Set.of();
        }
    }

    /** The trace of a layer; empty if none is known. */
    Optional<HessianTrace> trace(Layer layer) {
        List<Kernel> of = kernels.getOrDefault(layer, List.of());
        return of.stream().map(Kernel::trace).reduce(HessianTrace::plus);
    }

    /** The layers of which no trace is known, by their names. */
    List<String> without(List<Layer> layers) {
        return layers.stream()
                .filter(layer -> !kernels.containsKey(layer))
                .map(Layer::title)
                .toList();
    }

    /** What is to be said of layers whose traces are known so roughly that they say little; empty if there are none. */
    Optional<String> remark(List<Layer> layers) {
        return remarkOn(layers.stream()
                .filter(layer -> trace(layer)
                        .filter(trace -> HessianTrace.isVague(trace.trace(), trace.error()))
                        .isPresent())
                .map(Layer::title)
                .toList());
    }

    /** The same of their names. */
    static Optional<String> remarkOn(List<String> vague) {
        return vague.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the Hessian's trace is an estimate whose standard error is more than half of it, so that it says little, for "
                                + String.join(", ", vague));
    }

    /** By how much the loss is expected to rise where the kernels of a layer are rounded, to the second order, as if they were rounded at random. */
    double rise(Layer layer, WeightChange rounding) {
        return kernels.getOrDefault(layer, List.of()).stream()
                .mapToDouble(kernel -> HALF * Math.max(0, kernel.trace().perWeight()) * rounding.error(kernel.values()))
                .sum();
    }
}
