// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.JsonTree;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.improve.Improvements;
import io.espalier.lite.quantize.improve.Rounding;
import io.espalier.lite.quantize.integer.IntegerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a graph is quantized. Immutable.
 *
 * @param method the method of every operator that no rule matches
 * @param weights which weights become integers, and their granularity; float16 and integer methods ignore the size limit
 * @param integers settings of methods with integer activations
 * @param improvements additional steps for accuracy
 * @param sparse constants with at least this share of zeros are stored sparse where that makes the file smaller; empty for none
 * @param rules the last matching rule wins
 * @param strip whether the file goes without what only people and tools read, as {@link #withStrip} says
 */
@JsonDeserialize(using = RecipeFile.Reader.class)
@JsonSerialize(using = RecipeFile.Writer.class)
public record Recipe(
        Method method,
        WeightOptions weights,
        IntegerSettings integers,
        Improvements improvements,
        OptionalDouble sparse,
        List<Rule> rules,
        boolean strip) {
    public Recipe {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(integers, "integers");
        Objects.requireNonNull(improvements, "improvements");
        Objects.requireNonNull(sparse, "sparse");
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

    /** A recipe whose file keeps its names and metadata. */
    public Recipe(
            Method method,
            WeightOptions weights,
            IntegerSettings integers,
            Improvements improvements,
            OptionalDouble sparse,
            List<Rule> rules) {
        this(method, weights, integers, improvements, sparse, rules, false);
    }

    /** One method for all operators, with default settings. */
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
     * The recipe with this name, such as {@code float16}, {@code dynamic} or {@code int8}.
     *
     * @throws RecipeException if there is no such recipe
     */
    public static Recipe named(String name) {
        return of(Method.ofId(name));
    }

    /**
     * Reads a recipe from a YAML file; only the key {@code quantize} is required.
     *
     * @throws RecipeException if it is not a recipe; names everything that is wrong, with line and column, and suggests corrections
     * @throws IOException if it cannot be read
     */
    public static Recipe read(Path file) throws IOException {
        return RecipeFile.read(file);
    }

    /**
     * Parses a recipe in YAML.
     *
     * @throws RecipeException if it is not a recipe; names everything that is wrong, with line and column, and suggests corrections
     */
    public static Recipe parse(String yaml) {
        return RecipeFile.parse(yaml);
    }

    /** The recipe in YAML, with every default filled in; {@link #parse} reads the same recipe from it. */
    public String toYaml() {
        return RecipeFile.write(this);
    }

    /** The same as one line of JSON. */
    public String toJson() {
        return JsonTree.print(RecipeTree.of(this));
    }

    /** A copy with another granularity of weights. */
    public Recipe withGranularity(Granularity granularity) {
        return withWeights(new WeightOptions(granularity, weights.leastElements(), weights.portable()));
    }

    /** A copy in which weights of fewer elements stay float. */
    public Recipe withLeastElements(int elements) {
        return withWeights(new WeightOptions(weights.granularity(), elements, weights.portable()));
    }

    /**
     * A copy whose file simpler runtimes than TFLite take, such as OpenCV and ArmNN: FULLY_CONNECTED gets two dimensions and weights of one scale,
     * one value for each channel stands as a vector, float biases are added where OpenCV would drop them, and dynamic range stores no weights behind
     * a DEQUANTIZE. The graph must have fixed shapes; {@code io.espalier.runtime.interpreter.FixedBatch} gives it some.
     */
    public Recipe withPortable() {
        boolean isOpen = weights.granularity() == Granularity.AUTOMATIC;
        return withWeights(new WeightOptions(
                isOpen ? Granularity.PER_TENSOR_DENSE : weights.granularity(), weights.leastElements(), true));
    }

    /** Whether it is for simple runtimes, as {@link #withPortable} says. */
    public boolean isPortable() {
        return weights.portable();
    }

    private Recipe withWeights(WeightOptions changed) {
        return new Recipe(method, changed, integers, improvements, sparse, rules, strip);
    }

    /** A copy that changes float inputs of the model to another type. */
    public Recipe withInputType(BoundaryType type) {
        return withIntegers(
                new IntegerSettings(type, integers.outputType(), integers.strict(), integers.calibration()));
    }

    /** A copy that changes float outputs of the model to another type. */
    public Recipe withOutputType(BoundaryType type) {
        return withIntegers(new IntegerSettings(integers.inputType(), type, integers.strict(), integers.calibration()));
    }

    /** A copy that refuses models with operators that would have to stay float, and names them. */
    public Recipe withStrict() {
        return withIntegers(
                new IntegerSettings(integers.inputType(), integers.outputType(), true, integers.calibration()));
    }

    /** A copy with another calibration method. */
    public Recipe withCalibration(CalibrationMethod calibration) {
        return withIntegers(
                new IntegerSettings(integers.inputType(), integers.outputType(), integers.strict(), calibration));
    }

    private Recipe withIntegers(IntegerSettings changed) {
        return new Recipe(method, weights, changed, improvements, sparse, rules, strip);
    }

    /**
     * A copy with cross-layer equalization: channels of successive layers are rescaled so that all use the range of their tensor.
     *
     * @see <a href="https://arxiv.org/abs/1906.04721">Nagel and others, 2019</a>
     */
    public Recipe withEqualization() {
        return withImprovements(new Improvements(true, improvements.rounding(), improvements.biasCorrection()));
    }

    /** A copy that rounds the weights of operators with integer activations by GPTQ, one output channel at a time. */
    public Recipe withGptqRounding() {
        return withImprovements(
                new Improvements(improvements.equalize(), Rounding.GPTQ, improvements.biasCorrection()));
    }

    /** A copy with bias correction: biases compensate the mean error of quantized weights, for operators with integer activations. */
    public Recipe withBiasCorrection() {
        return withImprovements(new Improvements(improvements.equalize(), improvements.rounding(), true));
    }

    private Recipe withImprovements(Improvements changed) {
        return new Recipe(method, weights, integers, changed, sparse, rules, strip);
    }

    /**
     * A copy that stores constants with at least this share of zeros in sparse form if that makes the file smaller; above 0 and up to 1.
     *
     * @throws RecipeException if the share is out of range
     */
    public Recipe withSparse(double leastShare) {
        return new Recipe(method, weights, integers, improvements, OptionalDouble.of(leastShare), rules, strip);
    }

    /**
     * A copy whose file goes without what only people and tools read: names of tensors, signatures, the description, metadata with its provenance, files
     * behind the model. The names of inputs and outputs and the signatures stay where there are several inputs, outputs or signatures to tell apart.
     */
    public Recipe withStrip() {
        return new Recipe(method, weights, integers, improvements, sparse, rules, true);
    }

    /** A copy with one more rule, which wins over those before. */
    public Recipe withRule(Rule rule) {
        return new Recipe(
                method,
                weights,
                integers,
                improvements,
                sparse,
                Stream.concat(rules.stream(), Stream.of(rule)).toList(),
                strip);
    }

    /**
     * A copy that leaves operators in float.
     *
     * @param tensor as {@link Rule} has it: the name of a layer or of a tensor, or a regular expression
     */
    public Recipe withFloatTensors(String tensor) {
        return withRule(Rule.of(tensor, null, Method.NONE));
    }

    /** Whether activations of some operators become integers, whose ranges a representative data set gives. */
    public boolean takesCalibration() {
        return allMethods().stream().anyMatch(any -> any.activations().isPresent());
    }

    /** Whether it needs a representative data set: activations of some operators become integers, or weights are fitted to what samples show. */
    public boolean takesSamples() {
        return takesCalibration() || improvements.lookAtSamples();
    }

    /** Whether the recipe quantizes anything; if not, the graph is only optimized. */
    public boolean quantizes() {
        return allMethods().stream().anyMatch(any -> any != Method.NONE);
    }

    private List<Method> allMethods() {
        List<Method> all = new ArrayList<>();
        all.add(method);
        rules.forEach(rule -> all.add(rule.method()));
        return all;
    }

    /**
     * Checks that the settings go together.
     *
     * @throws RecipeException if a setting for integer activations has no effect, or two settings contradict each other
     */
    public void check() {
        allMethods().forEach(any -> any.activations().ifPresent(this::checkBoundary));
        if (weights.portable() && weights.granularity() == Granularity.PER_CHANNEL) {
            throw RecipeException.at(
                    "granularity",
                    "'granularity: per_channel' contradicts 'portable', which gives FULLY_CONNECTED one scale; remove one of them");
        }
        List<String> idle = integers.unusual();
        if (!idle.isEmpty() && !takesCalibration()) {
            throw RecipeException.at(
                    idle.get(0).split(" ", 2)[0],
                    "'" + String.join(", ", idle) + "' applies to integer activations only, but '" + method.id()
                            + "' keeps activations in float; use int8 or int16x8");
        }
        if (improvements.lookAtSamples() && allMethods().stream().noneMatch(Method::roundsWeights)) {
            // one at a time: readers of files go on to the next, each in its own line
            String asked = improvements.rounding() == Rounding.GPTQ ? "rounding gptq" : "bias_correction";
            throw RecipeException.at(
                    asked.split(" ", 2)[0],
                    "'" + asked + "' applies to weights that become integers, but '" + method.id()
                            + "' leaves all in float; use a method such as int8 or weight_only_int4");
        }
    }

    private void checkBoundary(ActivationType activations) {
        try {
            integers.options(activations, weights.granularity(), Set.of());
        } catch (QuantizationException e) {
            throw new RecipeException("'" + this + "': " + e.getMessage());
        }
    }

    /** The settings that differ from the defaults, in one line: {@code dynamic, granularity per_tensor, /logits/: none}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(method.id());
        Granularity usual = weights.portable() ? Granularity.PER_TENSOR_DENSE : WeightOptions.USUAL.granularity();
        if (weights.granularity() != usual) {
            parts.add("granularity " + weights.granularity().name().toLowerCase(Locale.ROOT));
        }
        if (weights.leastElements() != WeightOptions.USUAL_LEAST_ELEMENTS) {
            parts.add("least_elements " + weights.leastElements());
        }
        if (weights.portable()) {
            parts.add("portable");
        }
        parts.addAll(integers.unusual());
        parts.addAll(improvements.asked());
        sparse.ifPresent(share -> parts.add("sparse " + share));
        if (strip) {
            parts.add("strip");
        }
        rules.forEach(rule -> parts.add(rule.toString()));
        return String.join(", ", parts);
    }
}
