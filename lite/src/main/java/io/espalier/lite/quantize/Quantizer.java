// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration.NonFiniteValues;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.improve.CalibrationMemory;
import io.espalier.lite.quantize.improve.CrossLayerEqualization;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.training.FakeQuantRanges;
import io.espalier.lite.quantize.training.TrainedTensors;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.rewrite.StripText;
import io.espalier.lite.rewrite.loop.StepsAsLoop;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.SparseStorage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Quantizes graphs by a recipe. Immutable; the same graph, recipe and data give the same result.
 *
 * <p>The graph of a model from quantization-aware training needs no calibration: its tensors have the ranges of the training, and operators
 * that were not quantized in training stay float.
 *
 * <pre>{@code
 * Graph small = Quantizer.of(Recipe.named("int8")).withCalibration(data).quantize(GraphReader.read(file));
 * }</pre>
 */
public final class Quantizer {
    private final Recipe recipe;
    private final Optional<RangeSource> source;
    private final boolean loops;

    private Quantizer(Recipe recipe, Optional<RangeSource> source, boolean loops) {
        this.recipe = recipe;
        this.source = source;
        this.loops = loops;
    }

    /**
     * A quantizer without calibration.
     *
     * @throws RecipeException if settings of the recipe contradict each other
     */
    public static Quantizer of(Recipe recipe) {
        recipe.check();
        return new Quantizer(recipe, Optional.empty(), false);
    }

    /** The recipe that it quantizes by. */
    public Recipe recipe() {
        return recipe;
    }

    /** A copy that finds the ranges of activations with these samples; {@code io.espalier.runtime.calibrate.Calibrator} runs a data set's. */
    public Quantizer withCalibration(RepresentativeData data) {
        return new Quantizer(
                recipe,
                Optional.of(new RangeSource.Observed(Objects.requireNonNull(data, "data"), CalibrationMemory.none())),
                loops);
    }

    /**
     * The same for many recipes of one graph: what running the data showed is kept, and shared by all copies that {@link #withRecipe} makes of this one.
     */
    public Quantizer withRememberedCalibration(RepresentativeData data) {
        return new Quantizer(
                recipe,
                Optional.of(
                        new RangeSource.Observed(Objects.requireNonNull(data, "data"), CalibrationMemory.keeping())),
                loops);
    }

    /**
     * A copy with another recipe, and the same calibration.
     *
     * @throws RecipeException if settings of the recipe contradict each other
     */
    public Quantizer withRecipe(Recipe other) {
        other.check();
        return new Quantizer(other, source, loops);
    }

    /**
     * How the {@code tensor} of a {@link io.espalier.lite.recipe.Rule} covers one operator and no other, for each operator of the main subgraph after
     * optimization: the name of its layer where that does, else the shortest text, or empty if there is none. Operators that share their weights are covered
     * together.
     */
    public static List<Optional<String>> ruleNames(Graph graph) {
        Graph plain = PlainWeights.of(graph).graph();
        return ChosenMethods.shortestNames(plain, Stages.run(Stages.OPTIMIZE, plain));
    }

    /** A copy with the ranges of an earlier calibration of the same model by the same recipe. */
    public Quantizer withCalibration(TensorRanges ranges) {
        return new Quantizer(
                recipe, Optional.of(new RangeSource.Known(Objects.requireNonNull(ranges, "ranges"))), loops);
    }

    /**
     * A copy that writes the steps of recurrent layers as loops: a block of steps in a subgraph of its own, called by WHILE. The file is much smaller and
     * computes the same; integers have one scale for all steps. A layer stays as it is if it has few steps, or if others use what single steps compute.
     */
    public Quantizer withLoops() {
        return new Quantizer(recipe, source, true);
    }

    /**
     * Optimizes and quantizes a graph. Weights that are stored sparse, in float16 or in variables that nothing changes become plain float32
     * first; sparse ones are stored sparse again. The recipe {@code none} leaves a quantized graph as it is.
     *
     * @throws io.espalier.lite.InvalidGraphException if the graph is invalid
     * @throws QuantizationException if the graph is already quantized and the recipe would quantize it again; if a weight is infinite or NaN; if the recipe is strict and an operator has to stay in float; if a tensor that must be quantized took no value while calibrating
     * @throws RecipeException if settings of the recipe contradict each other, or for calibration where there is nothing to
     *     calibrate with; if one of its rules matches no operator
     * @throws io.espalier.lite.calibrate.CalibrationException if the representative data are empty, or do not fit the graph
     */
    public Graph quantize(Graph graph) {
        return run(graph).graph();
    }

    /** As {@link #quantize}, and also returns the plan and the ranges. */
    public Quantized run(Graph given) {
        Quantized quantized = withText(given);
        return recipe.strip() ? quantized.withGraph(StripText.butInterfaces(quantized.graph())) : quantized;
    }

    private Quantized withText(Graph given) {
        if (leavesAsItIs(given)) {
            return Quantized.constantsOnly(
                            withoutRankFlags(given), new QuantizationPlan(List.of(), List.of(), List.of()))
                    .withNotesBefore(List.of("the model is already quantized: its operators stay as they are"));
        }
        if (loops && recipe.isPortable()) {
            throw new RecipeException("'" + recipe
                    + "' is for runtimes that take no loops: leave 'portable' out, or write recurrent layers unrolled");
        }
        boolean mustBePlain = recipe.quantizes() || given.subgraphs().stream().anyMatch(Quantizer::holdsHalves);
        PlainWeights plain = mustBePlain ? PlainWeights.of(given) : new PlainWeights(given, 0, 0, 0);
        Graph graph = withoutRankFlags(recipe.takesCalibration() ? FakeQuantRanges.of(plain.graph()) : plain.graph());
        graph.subgraphs().forEach(Quantizer::requireFloat);
        if (recipe.quantizes()) {
            NonFiniteWeights.refuse(graph);
        }
        boolean byTraining = recipe.takesCalibration() && source.isEmpty() && TrainedTensors.areIn(graph);
        if (byTraining && recipe.improvements().equalize()) {
            throw new RecipeException("'" + recipe + "' would equalize weights that were trained quantization-aware:"
                    + " remove 'equalize', or calibrate with a representative data set");
        }
        Graph rewritten = recipe.isPortable() ? portable(rewritten(withFixedShapes(graph))) : rewritten(graph);
        Graph optimized = recipe.improvements().equalize() ? CrossLayerEqualization.apply(rewritten) : rewritten;
        if (recipe.quantizes()) {
            NonFiniteWeights.refuse(optimized); // what was fused may have overflowed
        }
        List<String> damage = recipe.quantizes()
                ? List.of()
                : NonFiniteWeights.find(graph).stream().toList();
        ChosenMethods chosen = ChosenMethods.of(recipe, graph, optimized);
        Quantized quantized = (recipe.takesCalibration()
                        ? mixed(chosen, byTraining)
                        : chosen.constantsOnly(recipe.weights(), new WeightFitting(recipe, source)))
                .withNotesBefore(plain.notes())
                .withNotesBefore(damage);
        Quantized stored = sparseStorage(plain)
                .map(storage -> quantized.withGraph(storage.apply(quantized.graph())))
                .orElse(quantized);
        Graph fitted = TensorStatistics.fitted(given, stored.graph());
        return loops ? looped(stored, fitted) : stored.withGraph(fitted);
    }

    private static Quantized looped(Quantized quantized, Graph graph) {
        Graph looped = StepsAsLoop.apply(graph);
        int made = (looped.subgraphs().size() - graph.subgraphs().size()) / 2;
        return quantized
                .withGraph(looped)
                .withNotesBefore(List.of(
                        made == 0
                                ? "no recurrent layer became a loop: none has " + StepsAsLoop.LEAST_STEPS
                                        + " equal steps that nothing else looks into"
                                : made + (made == 1 ? " loop computes" : " loops compute")
                                        + " the steps of recurrent layers"));
    }

    // Rewrites are for float graphs. Metadata and a fixed batch are for all.
    private boolean leavesAsItIs(Graph given) {
        return recipe.method() == Method.NONE
                && !recipe.quantizes()
                && !recipe.isPortable()
                && recipe.sparse().isEmpty()
                && given.subgraphs().stream()
                        .flatMap(subgraph -> subgraph.tensors().stream())
                        .anyMatch(tensor -> tensor.quantization().isPresent());
    }

    // Weights that came sparse are unpacked for their operators, as fast as dense ones.
    private Optional<SparseStorage> sparseStorage(PlainWeights plain) {
        if (recipe.sparse().isPresent()) {
            return Optional.of(SparseStorage.atLeast(recipe.sparse().getAsDouble()));
        }
        return plain.sparse() == 0
                ? Optional.empty()
                : Optional.of(SparseStorage.atLeast(SparseStorage.USUAL_LEAST_SPARSITY)
                        .densifyEverywhere());
    }

    private Quantized mixed(ChosenMethods chosen, boolean byTraining) {
        MixedQuantization mixed = MixedQuantization.of(recipe, chosen, loops);
        return byTraining ? mixed.byTraining() : mixed.byCalibration(source);
    }

    /**
     * Checks that the recipe's rules match a graph.
     *
     * @throws RecipeException if a rule matches no operator
     */
    public void checkRules(Graph graph) {
        if (!recipe.rules().isEmpty()) {
            ChosenMethods.of(recipe, graph, rewritten(graph));
        }
    }

    private Graph rewritten(Graph graph) {
        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);
        return recipe.takesCalibration() ? optimized : Stages.run(Stages.FLOAT_ACTIVATIONS, optimized);
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
            throw new QuantizationException("the model is already quantized: tensor '" + tensor.name() + "' is "
                    + tensor.type() + (tensor.quantization().isPresent() ? " with " + scales(tensor) : "") + ", and "
                    + touched + " of " + subgraph.operators().size()
                    + " operators use such tensors; quantize the original float model instead");
        }
    }

    private static boolean isQuantized(Tensor tensor) {
        return isHalves(tensor) || tensor.quantization().isPresent();
    }

    private static Graph withFixedShapes(Graph graph) {
        Optional<Tensor> open = graph.main().tensors().stream()
                .filter(tensor -> !tensor.shapeSignature().isEmpty())
                .findFirst();
        if (open.isPresent()) {
            throw new QuantizationException("a portable file has fixed shapes, but tensor '"
                    + open.get().name() + "' has the shape " + open.get().shapeSignature()
                    + "; fix the batch first (FixedBatch)");
        }
        return Stages.run(Stages.FIXED_SHAPES, graph);
    }

    private Graph portable(Graph graph) {
        boolean inFloat = !recipe.takesCalibration() && recipe.method() != Method.DYNAMIC;
        return Stages.run(inFloat ? Stages.PORTABLE_IN_FLOAT : Stages.PORTABLE, graph);
    }

    // With them, an input of open size fits no number in runtimes that compare shapes.
    private static Graph withoutRankFlags(Graph graph) {
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withTensors(
                        subgraph.tensors().stream().map(Tensor::withoutRankFlag).toList()))
                .toList());
    }

    private static boolean holdsHalves(Subgraph subgraph) {
        return subgraph.tensors().stream().anyMatch(Quantizer::isHalves);
    }

    private static boolean isHalves(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT16 && tensor.isConstant();
    }

    private static String scales(Tensor tensor) {
        int scales = tensor.quantization().scales().size();
        return scales == 1 ? "a scale" : scales == 0 ? "scales elsewhere" : scales + " scales";
    }

    /**
     * A quantized graph, with the decisions behind it.
     *
     * @param graph the quantized graph
     * @param plan the decision for each operator and tensor of the main subgraph
     * @param ranges the activation ranges that the plan is based on; empty if no activations became integers
     * @param nonFinite activations with NaN or infinite values during calibration, which the ranges leave out
     * @param notes what was done to the weights of the given graph before, such as expanding float16, and what may surprise
     */
    public record Quantized(
            Graph graph,
            QuantizationPlan plan,
            Optional<TensorRanges> ranges,
            List<NonFiniteValues> nonFinite,
            List<String> notes) {
        public Quantized {
            Objects.requireNonNull(graph, "graph");
            Objects.requireNonNull(plan, "plan");
            Objects.requireNonNull(ranges, "ranges");
            nonFinite = List.copyOf(nonFinite);
            notes = List.copyOf(notes);
        }

        /** A graph none of whose activations became integers. */
        static Quantized constantsOnly(Graph graph, QuantizationPlan plan) {
            return new Quantized(graph, plan, Optional.empty(), List.of(), List.of());
        }

        /** The same with another graph. */
        public Quantized withGraph(Graph changed) {
            return new Quantized(changed, plan, ranges, nonFinite, notes);
        }

        /** A copy with more notes, which come first. */
        public Quantized withNotesBefore(List<String> first) {
            return new Quantized(
                    graph,
                    plan,
                    ranges,
                    nonFinite,
                    Stream.concat(first.stream(), notes.stream()).toList());
        }
    }
}
