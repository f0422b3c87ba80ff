// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.improve.Improvements;
import io.espalier.lite.quantize.improve.Rounding;
import io.espalier.lite.quantize.integer.IntegerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of the numbers of a graph. Immutable.
 *
 * @param method what every operator gets that no rule covers
 * @param weights which weights become integers, and with how many scales; float16 stores all constants and integer arithmetic takes all
 *     weights, whatever this says of their size
 * @param integers what is chosen for methods that make integers of activations
 * @param improvements what is done for accuracy besides
 * @param sparse constants with at least this share of zeros are stored sparse where that makes the file smaller; empty for none
 * @param rules where several cover an operator, the last wins
 */
public record Recipe(
        Method method,
        WeightOptions weights,
        IntegerSettings integers,
        Improvements improvements,
        OptionalDouble sparse,
        List<Rule> rules) {
    public Recipe {
        rules = List.copyOf(rules);
        sparse.ifPresent(share -> {
            if (!(share > 0 && share <= 1)) {
                throw RecipeException.at(
                        "sparse",
                        "'sparse' is the minimum share of zeros and must be greater than 0 and at most 1, not "
                                + share);
            }
        });
    }

    /** One method for all operators, and the usual options. */
    public static Recipe of(Method method) {
        return new Recipe(
                method,
                WeightOptions.USUAL,
                IntegerSettings.USUAL,
                Improvements.NONE,
                OptionalDouble.empty(),
                List.of());
    }

    /**
     * The recipe of a name, such as {@code float16}, {@code dynamic} or {@code int8}.
     *
     * @throws RecipeException if there is none
     */
    public static Recipe named(String name) {
        return of(Method.ofId(name));
    }

    /** With other numbers of scales. */
    public Recipe withGranularity(Granularity granularity) {
        return withWeights(new WeightOptions(granularity, weights.leastElements()));
    }

    /** Weights of fewer elements stay float. */
    public Recipe withLeastElements(int elements) {
        return withWeights(new WeightOptions(weights.granularity(), elements));
    }

    private Recipe withWeights(WeightOptions changed) {
        return new Recipe(method, changed, integers, improvements, sparse, rules);
    }

    /** With float inputs of the model in another type. */
    public Recipe withInputType(BoundaryType type) {
        return withIntegers(
                new IntegerSettings(type, integers.outputType(), integers.strict(), integers.calibration()));
    }

    /** With float outputs of the model in another type. */
    public Recipe withOutputType(BoundaryType type) {
        return withIntegers(new IntegerSettings(integers.inputType(), type, integers.strict(), integers.calibration()));
    }

    /** Refuses models with operators that would have to stay in float, by naming them. */
    public Recipe withStrict() {
        return withIntegers(
                new IntegerSettings(integers.inputType(), integers.outputType(), true, integers.calibration()));
    }

    /** With another way from observed values to ranges. */
    public Recipe withCalibration(CalibrationMethod calibration) {
        return withIntegers(
                new IntegerSettings(integers.inputType(), integers.outputType(), integers.strict(), calibration));
    }

    private Recipe withIntegers(IntegerSettings changed) {
        return new Recipe(method, weights, changed, improvements, sparse, rules);
    }

    /**
     * With the channels of layers that follow each other scaled against each other, so that all use the range of their tensor. Real numbers stay the
     * same; integers of them become more exact.
     */
    public Recipe withEqualization() {
        return withImprovements(new Improvements(true, improvements.rounding(), improvements.biasCorrection()));
    }

    /** With another way from weights to integers, where activations become integers. */
    public Recipe withGptqRounding() {
        return withImprovements(
                new Improvements(improvements.equalize(), Rounding.GPTQ, improvements.biasCorrection()));
    }

    /** With biases that make up for what rounded weights are off on average, where activations become integers. */
    public Recipe withBiasCorrection() {
        return withImprovements(new Improvements(improvements.equalize(), improvements.rounding(), true));
    }

    private Recipe withImprovements(Improvements changed) {
        return new Recipe(method, weights, integers, changed, sparse, rules);
    }

    /**
     * With constants stored sparse that have at least this share of zeros, above 0 and up to 1, where that makes the file smaller.
     *
     * @throws RecipeException if the share is another number
     */
    public Recipe withSparse(double leastShare) {
        return new Recipe(method, weights, integers, improvements, OptionalDouble.of(leastShare), rules);
    }

    /** With one rule more, which wins over those before. */
    public Recipe withRule(Rule rule) {
        return new Recipe(
                method,
                weights,
                integers,
                improvements,
                sparse,
                Stream.concat(rules.stream(), Stream.of(rule)).toList());
    }

    /**
     * With operators left as they are.
     *
     * @param tensor as {@link Rule} has it: the name of a layer or of a tensor, or a regular expression
     */
    public Recipe keepFloat(String tensor) {
        return withRule(Rule.of(tensor, null, Method.NONE));
    }

    /** Whether activations of some operators may become integers, which takes a representative data set. */
    public boolean takesCalibration() {
        return allMethods().anyMatch(any -> any.activations().isPresent());
    }

    /** Whether anything becomes smaller than float; if not, the graph is optimized alone. */
    public boolean quantizes() {
        return allMethods().anyMatch(any -> any != Method.NONE);
    }

    private Stream<Method> allMethods() {
        return Stream.concat(Stream.of(method), rules.stream().map(Rule::method));
    }

    /** @throws RecipeException if something is chosen for integers, but no activation becomes one, or if it does not go with them */
    public void check() {
        allMethods().flatMap(any -> any.activations().stream()).forEach(this::checkBoundary);
        List<String> idle = new ArrayList<>(integers.unusual());
        if (improvements.lookAtSamples()) {
            idle.addAll(improvements.asked());
        }
        if (!idle.isEmpty() && !takesCalibration()) {
            throw RecipeException.at(
                    idle.get(0).split(" ", 2)[0],
                    "'" + String.join(", ", idle) + "' applies to integer activations only, but '" + method.id()
                            + "' keeps activations in float; use int8 or int16x8");
        }
    }

    private void checkBoundary(ActivationType activations) {
        try {
            integers.options(activations, weights.granularity(), Set.of());
        } catch (QuantizationException e) {
            throw new RecipeException("'" + this + "': " + e.getMessage());
        }
    }

    /** On one line, what is not usual only: {@code dynamic, granularity per_tensor, /logits/: none}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(method.id());
        if (weights.granularity() != WeightOptions.USUAL.granularity()) {
            parts.add("granularity " + weights.granularity().name().toLowerCase(Locale.ROOT));
        }
        if (weights.leastElements() != WeightOptions.USUAL_LEAST_ELEMENTS) {
            parts.add("least_elements " + weights.leastElements());
        }
        parts.addAll(integers.unusual());
        parts.addAll(improvements.asked());
        sparse.ifPresent(share -> parts.add("sparse " + share));
        rules.forEach(rule -> parts.add(rule.toString()));
        return String.join(", ", parts);
    }
}
