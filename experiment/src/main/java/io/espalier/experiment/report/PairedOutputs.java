// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Accuracy;
import io.espalier.data.Predictions.Deviation;
import io.espalier.experiment.measure.Measurement;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which outputs of two forms of a model belong together: those of the same name, or, if the names differ, those in the same place.
 *
 * @param names for each output of the first form the name of the other's
 */
record PairedOutputs(Map<String, String> names) {
    /** @throws InterpreterException if one form has more outputs than the other */
    static PairedOutputs of(TfliteModel first, TfliteModel other) {
        List<String> expected = first.graph().outputNames();
        List<String> found = other.graph().outputNames();
        if (expected.size() != found.size()) {
            throw new InterpreterException(
                    other.name() + ": has " + found.size() + " outputs, " + listed(found) + ", but "
                            + first.name() + " has " + expected.size() + ", " + listed(expected)
                            + "; compare variants of one model");
        }
        boolean sameNames = new HashSet<>(expected).equals(new HashSet<>(found));
        Map<String, String> names = new LinkedHashMap<>();
        for (int place = 0; place < expected.size(); place++) {
            names.put(expected.get(place), sameNames ? expected.get(place) : found.get(place));
        }
        return new PairedOutputs(names);
    }

    private static String listed(List<String> outputs) {
        return String.join(", ", outputs);
    }

    /** The other form's name of an output. */
    @Nullable
    String other(@Nullable String output) {
        return output == null ? null : names.get(output);
    }

    /**
     * How far the other form's outputs are from those of the first, by the first's names.
     *
     * @throws InterpreterException if outputs that belong together have different sizes
     */
    Map<String, Deviation> deviations(
            TfliteModel first, Measurement reference, TfliteModel other, Measurement measured) {
        Map<String, Deviation> deviations = new LinkedHashMap<>();
        names.forEach((expected, found) -> {
            Predictions wanted = answers(reference, expected);
            Predictions got = answers(measured, found);
            if (wanted.width() != got.width()) {
                throw new InterpreterException(other.name() + ": has " + got.width() + " numbers per example"
                        + (names.size() == 1 ? "" : " in output '" + found + "'") + ", but " + first.name() + " has "
                        + wanted.width() + "; compare variants of one model");
            }
            deviations.put(expected, got.deviation(wanted));
        });
        return deviations;
    }

    /** The share of examples for which both name the same class; null if no output is judged. */
    static @Nullable Double agreement(Measurement reference, Measurement measured) {
        if (reference.predictions().isEmpty() || measured.predictions().isEmpty()) {
            return null;
        }
        Predictions answers = measured.predictions().get();
        return new Accuracy(answers.agreement(reference.predictions().get()), answers.size()).value();
    }

    private static Predictions answers(Measurement measured, String output) {
        Predictions answers = measured.outputs().get(output);
        if (answers == null) {
            throw new IllegalStateException("output '" + output + "' was not measured");
        }
        return answers;
    }
}
