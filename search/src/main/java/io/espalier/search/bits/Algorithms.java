// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;

/**
 * How integers are found: what may be chosen beside the numbers themselves.
 *
 * @param calibration how ranges follow from values, as recipes write it
 */
record Algorithms(boolean equalize, boolean gptq, boolean biasCorrection, String calibration) {
    private static final String USUAL_CALIBRATION = "min_max";

    /** Rounding to the nearest, nothing else. */
    static final Algorithms PLAIN = new Algorithms(false, false, false, USUAL_CALIBRATION);

    /** Those that are tried on all layers at once, the simplest first. */
    static List<Algorithms> improvements() {
        return List.of(
                PLAIN,
                new Algorithms(false, false, true, USUAL_CALIBRATION),
                new Algorithms(false, true, false, USUAL_CALIBRATION),
                new Algorithms(false, true, true, USUAL_CALIBRATION),
                new Algorithms(true, true, true, USUAL_CALIBRATION));
    }

    /** Those of them that leave each layer's float weights to itself. */
    static List<Algorithms> withoutEqualization() {
        return improvements().stream()
                .filter(algorithms -> !algorithms.equalize())
                .toList();
    }

    /** The same with other ways to find ranges. */
    List<Algorithms> calibrations() {
        return List.of(
                new Algorithms(equalize, gptq, biasCorrection, "mean_squared_error"),
                new Algorithms(equalize, gptq, biasCorrection, "percentile 99.99"));
    }

    /** The recipe with these, as far as they change what it makes. */
    Recipe in(Recipe recipe) {
        if (!roundsWeights(recipe)) {
            return recipe;
        }
        Recipe with = equalize ? recipe.withEqualization() : recipe;
        with = gptq ? with.withGptqRounding() : with;
        with = biasCorrection ? with.withBiasCorrection() : with;
        return calibration.equals(USUAL_CALIBRATION) || !recipe.takesCalibration()
                ? with
                : with.withCalibration(CalibrationMethod.named(calibration));
    }

    private static boolean roundsWeights(Recipe recipe) {
        return recipe.method().roundsWeights()
                || recipe.rules().stream().anyMatch(rule -> rule.method().roundsWeights());
    }

    /** In the words of recipes. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (equalize) {
            words.add("equalize");
        }
        if (gptq) {
            words.add("rounding gptq");
        }
        if (biasCorrection) {
            words.add("bias_correction");
        }
        if (!calibration.equals(USUAL_CALIBRATION)) {
            words.add("calibration " + calibration);
        }
        return words.isEmpty() ? "nearest rounding, min_max" : String.join(", ", words);
    }
}
