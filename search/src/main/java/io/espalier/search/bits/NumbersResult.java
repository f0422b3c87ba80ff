// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param recipe that makes the file again
 * @param graph the file
 * @param files the float model, what one form for all layers gives where that can be made, and the chosen file
 * @param layers what became of each
 * @param steps each decision, in order
 * @param trials how many files were made and run
 */
public record NumbersResult(
        Recipe recipe, Graph graph, List<JudgedFile> files, List<LayerNumbers> layers, List<Step> steps, int trials) {
    public NumbersResult {
        files = List.copyOf(files);
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * A file and its figures.
     *
     * @param name such as {@code float}
     * @param bytes of it as it is written
     * @param cost by the objective
     * @param selection figures on the examples that decided
     * @param test figures on the examples that decided nothing
     */
    public record JudgedFile(String name, long bytes, long cost, Judgement selection, Judgement test) {}

    /**
     * What a layer got.
     *
     * @param numbers as a recipe names them
     * @param floatBytes of its weights in float32
     * @param bytes of its weights and their scales in the file
     */
    public record LayerNumbers(Layer layer, String numbers, long floatBytes, long bytes) {}

    static NumbersResult of(
            NumbersSearch.Request request,
            Workbench bench,
            List<Layer> layers,
            Graph optimized,
            Trial chosen,
            Optional<Trial> plain) {
        List<JudgedFile> files = new ArrayList<>();
        Graph original = request.original();
        files.add(new JudgedFile(
                "float",
                request.floatBytes(),
                request.objective() == Objective.SIZE
                        ? request.floatBytes()
                        : request.objective().cost(original),
                bench.floats(),
                bench.tested(original)));
        plain.ifPresent(trial ->
                files.add(judged("all " + trial.choice().base().method().id(), trial, request, bench)));
        files.add(judged("chosen", chosen, request, bench));
        Map<String, Tensor> stored = new HashMap<>();
        chosen.graph().main().tensors().forEach(tensor -> stored.putIfAbsent(tensor.name(), tensor));
        List<LayerNumbers> numbers = layers.stream()
                .map(layer -> numbers(layer, chosen.choice(), optimized, stored))
                .toList();
        return new NumbersResult(
                chosen.choice().recipe(), chosen.graph(), files, numbers, bench.steps(), bench.trials());
    }

    private static JudgedFile judged(String name, Trial trial, NumbersSearch.Request request, Workbench bench) {
        return new JudgedFile(
                name,
                request.bytes(trial.graph(), trial.choice().recipe()),
                trial.cost(),
                trial.judgement(),
                bench.tested(trial.graph()));
    }

    private static LayerNumbers numbers(Layer layer, Choice choice, Graph optimized, Map<String, Tensor> stored) {
        Operator operator = optimized.main().operators().get(layer.operator());
        List<Tensor> weights = Layer.weights(optimized.main(), operator);
        long bytes = 0;
        boolean isFloat = true;
        for (Tensor tensor : weights) {
            Tensor now = stored.getOrDefault(tensor.name(), tensor);
            isFloat &= now.type() == TensorType.FLOAT32;
            int scales = now.quantization().scales().size();
            bytes += now.type().bytes(now.elements()) + scales * (long) (Float.BYTES + Long.BYTES);
        }
        // Weights of few elements stay in float, whatever they were to become.
        String form = isFloat ? Method.NONE.id() : choice.of(layer).id();
        return new LayerNumbers(layer, form, layer.elements() * Float.BYTES, bytes);
    }

    /** What one form for all layers gives, where that can be made. */
    public Optional<JudgedFile> plain() {
        return files.size() > 2 ? Optional.of(files.get(1)) : Optional.empty();
    }

    /** The chosen file's figures. */
    public JudgedFile chosen() {
        return files.get(files.size() - 1);
    }
}
