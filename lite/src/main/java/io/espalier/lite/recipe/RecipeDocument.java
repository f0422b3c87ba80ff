// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.improve.Improvements;
import io.espalier.lite.quantize.improve.Rounding;
import io.espalier.lite.quantize.integer.IntegerSettings;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A recipe as written in its file; what is missing is null and gets its default. */
record RecipeDocument(
        @Nullable Method quantize,
        @Nullable Granularity granularity,
        @Nullable Integer leastElements,
        @Nullable BoundaryType inputType,
        @Nullable BoundaryType outputType,
        @Nullable Boolean strict,
        @Nullable String calibration,
        @Nullable Boolean equalize,
        @Nullable Rounding rounding,
        @Nullable Boolean biasCorrection,
        @Nullable Double sparse,
        @Nullable Boolean portable,
        @Nullable Boolean strip,
        @Nullable List<RuleDocument> rules,
        @Nullable List<String> keepFloat) {

    /** What some operators get. */
    record RuleDocument(
            @Nullable String tensor,
            @Nullable BuiltinOperator operator,
            @Nullable Method quantize) {
        Rule rule() {
            if (quantize == null || (tensor == null && operator == null)) {
                throw new RecipeException("a rule needs 'quantize', and 'tensor' or 'operator' or both");
            }
            return Rule.of(tensor, operator, quantize);
        }
    }

    static RecipeException saysNothing() {
        return new RecipeException("missing key 'quantize'; add a line such as 'quantize: dynamic'");
    }

    /** @throws RecipeException if something is missing, or of a value that it cannot have */
    Recipe recipe() {
        if (quantize == null) {
            throw saysNothing();
        }
        Recipe recipe = new Recipe(
                quantize,
                weights(),
                integers(),
                new Improvements(or(equalize, false), or(rounding, Rounding.NEAREST), or(biasCorrection, false)),
                sparse == null ? OptionalDouble.empty() : OptionalDouble.of(sparse),
                List.of());
        if (or(portable, false)) {
            recipe = recipe.withPortable();
        }
        if (or(strip, false)) {
            recipe = recipe.withStrip();
        }
        List<RuleDocument> all = orNone(rules);
        for (int index = 0; index < all.size(); index++) {
            recipe = recipe.withRule(rule(all.get(index), index));
        }
        for (String tensor : orNone(keepFloat)) {
            recipe = keptFloat(recipe, tensor);
        }
        return recipe;
    }

    // YAML reads an item of which nothing is written as null
    private static Rule rule(@Nullable RuleDocument document, int index) {
        try {
            if (document == null) {
                throw new RecipeException("the rule is empty; remove it, or write what it quantizes");
            }
            return document.rule();
        } catch (RecipeException e) {
            throw RecipeException.at("rules", index, String.valueOf(e.getMessage()));
        }
    }

    private static Recipe keptFloat(Recipe recipe, @Nullable String tensor) {
        try {
            if (tensor == null) {
                throw new RecipeException("an item of 'keep_float' is empty; remove it, or write a name");
            }
            return recipe.withFloatTensors(tensor);
        } catch (RecipeException e) {
            throw RecipeException.at("keep_float", String.valueOf(e.getMessage()));
        }
    }

    private WeightOptions weights() {
        int least = or(leastElements, WeightOptions.USUAL_LEAST_ELEMENTS);
        if (least < 0) {
            throw RecipeException.at("least_elements", "'least_elements' must be 0 or more, not " + least);
        }
        return new WeightOptions(or(granularity, WeightOptions.USUAL.granularity()), least);
    }

    private IntegerSettings integers() {
        IntegerSettings usual = IntegerSettings.USUAL;
        return new IntegerSettings(
                or(inputType, usual.inputType()),
                or(outputType, usual.outputType()),
                or(strict, usual.strict()),
                calibration == null ? usual.calibration() : calibrationMethod(calibration));
    }

    private static CalibrationMethod calibrationMethod(String name) {
        try {
            return CalibrationMethod.named(name);
        } catch (IllegalArgumentException e) {
            throw RecipeException.at("calibration", "calibration: " + e.getMessage());
        }
    }

    private static <T> T or(@Nullable T said, T usual) {
        return said == null ? usual : said;
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
