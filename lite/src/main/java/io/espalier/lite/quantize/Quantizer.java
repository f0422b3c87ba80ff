// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration.NonFiniteValues;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.improve.CrossLayerEqualization;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.SparseStorage;
import java.util.List;
import java.util.Optional;

/**
 * Quantizes graphs by a recipe, whoever made them. Immutable; the same graph, recipe and data give the same result.
 *
 * <p>The graph of a model that was trained quantization-aware needs no calibration: without one, its tensors have the ranges that training
 * found, and operators that were not quantized in training stay in float.
 *
 * <pre>{@code
 * Graph small = Quantizer.of(Recipe.named("int8")).withCalibration(data).quantize(GraphReader.read(file));
 * }</pre>
 */
public final class Quantizer {
    private final Recipe recipe;
    private final Optional<RangeSource> source;

    private Quantizer(Recipe recipe, Optional<RangeSource> source) {
        this.recipe = recipe;
        this.source = source;
    }

    /** @throws RecipeException if the recipe asks for what does not go together */
    public static Quantizer of(Recipe recipe) {
        recipe.check();
        return new Quantizer(recipe, Optional.empty());
    }

    /** With samples that tell the ranges of activations; {@code io.espalier.runtime.calibrate.Calibrator} runs a data set's. */
    public Quantizer withCalibration(RepresentativeData data) {
        return new Quantizer(recipe, Optional.of(new RangeSource.Observed(data)));
    }

    /** With ranges that an earlier calibration of the same model by the same recipe found. */
    public Quantizer withCalibration(TensorRanges ranges) {
        return new Quantizer(recipe, Optional.of(new RangeSource.Known(ranges)));
    }

    /**
     * The graph, optimized, with its numbers as the recipe says.
     *
     * @throws AlreadyQuantizedException if that was done before
     * @throws io.espalier.lite.InvalidGraphException if the graph is not sound
     * @throws io.espalier.lite.QuantizationException if weights hold an infinity or a NaN that no integer stands for; if the
     *     recipe is strict and an operator has to stay in float; if a tensor that is to be quantized took no value while calibrating
     * @throws RecipeException if the recipe asks for what does not go together, or for calibration where there is nothing to
     *     calibrate with; if one of its rules covers no operator
     * @throws io.espalier.lite.calibrate.CalibrationException if the representative data are empty, or do not fit the graph
     */
    public Graph quantize(Graph graph) {
        return run(graph).graph();
    }

    /**
     * As {@link #quantize}, with what was decided on the way.
     */
    public Quantized run(Graph graph) {
        graph.subgraphs().forEach(Quantizer::requireFloat);
        boolean byTraining = recipe.takesCalibration() && source.isEmpty() && TrainedTensors.areIn(graph);
        if (byTraining && recipe.improvements().equalize()) {
            throw new RecipeException("'" + recipe + "' would equalize weights that were trained quantization-aware:"
                    + " remove 'equalize', or calibrate with a representative data set");
        }
        Graph rewritten = Stages.run(Stages.OPTIMIZE, graph);
        Graph optimized = recipe.improvements().equalize() ? CrossLayerEqualization.apply(rewritten) : rewritten;
        ChosenMethods chosen = ChosenMethods.of(recipe, graph, optimized);
        Quantized quantized =
                recipe.takesCalibration() ? mixed(chosen, byTraining) : chosen.constantsOnly(recipe.weights());
        return recipe.sparse().isPresent()
                ? quantized.withGraph(
                        SparseStorage.atLeast(recipe.sparse().getAsDouble()).apply(quantized.graph()))
                : quantized;
    }

    private Quantized mixed(ChosenMethods chosen, boolean byTraining) {
        MixedQuantization mixed = MixedQuantization.of(recipe, chosen);
        return byTraining ? mixed.byTraining() : mixed.quantized(source);
    }

    /**
     * Looks whether the recipe's rules fit a graph, and changes nothing.
     *
     * @throws RecipeException if one of them covers no operator
     */
    public void checkRules(Graph graph) {
        if (!recipe.rules().isEmpty()) {
            ChosenMethods.of(recipe, graph, Stages.run(Stages.OPTIMIZE, graph));
        }
    }

    private static void requireFloat(Subgraph subgraph) {
        Optional<Tensor> first =
                subgraph.tensors().stream().filter(Quantizer::isQuantized).findFirst();
        if (first.isPresent()) {
            Tensor tensor = first.get();
            long touched = subgraph.operators().stream()
                    .filter(operator -> operator.inputs().stream()
                            .anyMatch(input -> input != Operator.ABSENT && isQuantized(subgraph.tensor(input))))
                    .count();
            throw new AlreadyQuantizedException("the model is already quantized: tensor '" + tensor.name() + "' is "
                    + tensor.type() + (tensor.quantization().isPresent() ? " with " + scales(tensor) : "") + ", and "
                    + touched + " of " + subgraph.operators().size()
                    + " operators use such tensors; quantize the original float model instead");
        }
    }

    private static boolean isQuantized(Tensor tensor) {
        return (tensor.type() == TensorType.FLOAT16 && tensor.isConstant())
                || tensor.quantization().isPresent();
    }

    private static String scales(Tensor tensor) {
        int scales = tensor.quantization().scales().size();
        return scales == 1 ? "a scale" : scales == 0 ? "scales elsewhere" : scales + " scales";
    }

    /**
     * What came of quantizing a graph, and why.
     *
     * @param graph the quantized one
     * @param plan what was decided for each operator and tensor of the main subgraph
     * @param ranges of the activations that the plan follows from; empty where no activations became integers
     * @param nonFinite activations that took values without a number while calibrating; they were left out of the ranges
     */
    public record Quantized(
            Graph graph, QuantizationPlan plan, Optional<TensorRanges> ranges, List<NonFiniteValues> nonFinite) {
        public Quantized {
            nonFinite = List.copyOf(nonFinite);
        }

        /** A graph none of whose activations became integers. */
        static Quantized constantsOnly(Graph graph, QuantizationPlan plan) {
            return new Quantized(graph, plan, Optional.empty(), List.of());
        }

        /** The same with another graph. */
        public Quantized withGraph(Graph changed) {
            return new Quantized(changed, plan, ranges, nonFinite);
        }
    }
}
