// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.quantize.constant.QuantizeConstants;
import io.espalier.lite.quantize.integer.ClampingQuantize;
import io.espalier.lite.quantize.integer.DistinctNames;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.training.TrainedTensors;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.rewrite.loop.StepRanges;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Quantizes some operators of a graph to integers, and of the others the constants if their methods say so. Integer operators come first, since
 * they are planned on the float graph; the operators that stay in float are quantized after that.
 *
 * @param graph optimized, its main subgraph's tensors of names of their own
 * @param chosen by the recipe's rules for all subgraphs
 * @param methods of the main subgraph's operators, in order
 * @param untrained those operators, by index, that training did not round
 * @param joinsSteps whether all steps of a recurrent layer have the same scales
 */
record MixedQuantization(
        Recipe recipe,
        Graph graph,
        ChosenMethods chosen,
        List<OperatorMethod> methods,
        Set<Integer> untrained,
        boolean joinsSteps) {
    static MixedQuantization of(Recipe recipe, ChosenMethods chosen, boolean joinsSteps) {
        return new MixedQuantization(
                recipe, DistinctNames.apply(chosen.graph()), chosen, chosen.ofMain(), Set.of(), joinsSteps);
    }

    /** By what quantization-aware training found. Operators that were not quantized in training stay in float. */
    Quantized byTraining() {
        RangeSource.Trained trained = new RangeSource.Trained(TrainedTensors.of(graph.main()));
        return coveredBy(trained).withMain(trained.trained().subgraph()).quantized(Optional.of(trained), false);
    }

    private MixedQuantization coveredBy(RangeSource.Trained trained) {
        Set<Integer> uncovered = IntStream.range(0, methods.size())
                .filter(index -> methods.get(index).activations().isPresent()
                        && !trained.trained().cover(graph.main().operators().get(index)))
                .boxed()
                .collect(Collectors.toSet());
        return new MixedQuantization(recipe, graph, chosen, methods, uncovered, joinsSteps);
    }

    private MixedQuantization withMain(Subgraph subgraph) {
        return new MixedQuantization(recipe, graph.withMain(subgraph), chosen, methods, untrained, joinsSteps);
    }

    /** By ranges that were observed, not by what training found. */
    Quantized byCalibration(Optional<RangeSource> source) {
        return new MixedQuantization(recipe, TrainedTensors.removedFrom(graph), chosen, methods, Set.of(), joinsSteps)
                .quantized(source, true);
    }

    // Training rounded what operators with weights compute: they stay integers.
    private Quantized quantized(Optional<RangeSource> source, boolean storesWeights) {
        Set<ActivationType> activations = methods.stream()
                .flatMap(method -> method.activations().stream())
                .collect(Collectors.toSet());
        if (activations.isEmpty()) {
            return chosen.constantsOnly(recipe.weights(), new WeightFitting(recipe, source));
        }
        if (activations.size() > 1) {
            throw new RecipeException(
                    "the recipe combines int8 and int16x8, but all activations of a model must have one type; "
                            + "choose another method for one of the two");
        }
        RangeSource given = source.orElseThrow(() -> new RecipeException(
                "'" + recipe + "' quantizes activations: calibrate with a representative data set"));
        ActivationType type = activations.iterator().next();
        Calibration calibration = joined(UnrolledLstm.joined(
                given.ranges(UnrolledLstm.in(graph), recipe.integers().calibrationFor(type))));
        IntegerOptions options = recipe.integers()
                .options(type, recipe.weights().granularity(), keptInFloat())
                .withUntrained(untrained)
                .withStoredWeights(storesWeights)
                .withInt4Weights(inInt4());
        IntegerQuantizer quantizer = IntegerQuantizer.of(options);
        Planned nearest = planned(graph, quantizer.plan(graph, calibration.ranges()), storesWeights);
        WeightFitting fitting = new WeightFitting(recipe, source);
        Planned planned = fitting.fit(graph, nearest.plan())
                .map(fitted -> planned(fitted, quantizer.plan(fitted, calibration.ranges()), storesWeights))
                .orElse(nearest);
        return new Quantized(
                ClampingQuantize.in(planned.stored()),
                planned.plan(),
                Optional.of(calibration.ranges()),
                calibration.nonFinite(),
                Stream.of(
                                HalfLosses.notes(planned.integers(), planned.stored()).stream(),
                                fitting.notes(nearest.plan()).stream(),
                                oneScale(planned.plan()).stream(),
                                OtherSubgraphs.inFloat(chosen).stream())
                        .flatMap(Function.identity())
                        .toList());
    }

    /**
     * A graph by a plan.
     *
     * @param integers with its integer operators, all others in float
     * @param stored with the constants of the others too
     * @param plan of all
     */
    private record Planned(Graph integers, Graph stored, QuantizationPlan plan) {}

    private Planned planned(Graph floats, QuantizationPlan plan, boolean storesWeights) {
        List<OperatorMethod> stores = storing(plan, storesWeights);
        Graph integers = IntegerQuantizer.apply(floats, plan);
        Graph stored = storeOtherConstants(integers, stores);
        return new Planned(
                integers,
                stored,
                new ConstantsPlan(integers.main(), stored.main(), stores, recipe.weights()).addedTo(plan));
    }

    private Calibration joined(Calibration found) {
        return joinsSteps
                ? new Calibration(found.samples(), StepRanges.joined(graph.main(), found.ranges()), found.nonFinite())
                : found;
    }

    private static Optional<String> oneScale(QuantizationPlan plan) {
        List<OperatorDecision> oneScale = plan.operators().stream()
                .filter(operator -> operator.arithmetic() == Arithmetic.INTEGER
                        && !operator.reason().isEmpty())
                .toList();
        return oneScale.isEmpty()
                ? Optional.empty()
                : Optional.of(oneScale.size() + (oneScale.size() == 1 ? " operator has" : " operators have")
                        + " one scale for all weights, such as '"
                        + oneScale.get(0).output()
                        + "': scales for each unit would take more bytes than they are worth in accuracy;"
                        + " 'granularity: per_channel' adds them, the plan gives figures");
    }

    private Set<Integer> inInt4() {
        return IntStream.range(0, methods.size())
                .filter(index -> methods.get(index)
                        .storesInt4(graph.main(), graph.main().operators().get(index)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private Set<Integer> keptInFloat() {
        return IntStream.range(0, methods.size())
                .filter(index -> methods.get(index).activations().isEmpty())
                .boxed()
                .collect(Collectors.toSet());
    }

    /** The methods, where depthwise convolutions that were left in float since they are quicker so have their weights in int8. */
    private List<OperatorMethod> storing(QuantizationPlan plan, boolean storesWeights) {
        List<OperatorMethod> all = new ArrayList<>(methods);
        for (OperatorDecision decision : plan.operators()) {
            boolean isIsland = storesWeights
                    && decision.arithmetic() == Arithmetic.FLOAT
                    && methods.get(decision.index()).activations().equals(Optional.of(ActivationType.INT8))
                    && graph.main().operators().get(decision.index()).is(BuiltinOperator.DEPTHWISE_CONV_2D);
            if (isIsland) {
                all.set(decision.index(), OperatorMethod.ofRecipe(Method.WEIGHT_ONLY_INT8));
            }
        }
        return all;
    }

    // Rules are not asked again: tensors at the model's boundary may have other names by now.
    private Graph storeOtherConstants(Graph quantized, List<OperatorMethod> stores) {
        Iterator<OperatorMethod> next = stores.iterator();
        List<OperatorMethod> inMain = quantized.main().operators().stream()
                .map(operator -> ConstantsPlan.isConversion(operator) ? OperatorMethod.NONE : next.next())
                .toList();
        QuantizeConstants.Choice elsewhere = chosen.constants(recipe.weights());
        return QuantizeConstants.apply(
                quantized,
                (subgraph, operator) -> subgraph == 0
                        ? inMain.get(operator).constants(recipe.weights())
                        : elsewhere.of(subgraph, operator));
    }
}
