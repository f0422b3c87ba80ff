// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Deviation;
import io.espalier.experiment.measure.Measurement;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Which outputs of two forms of a model belong together: those of the same name, or, if the names differ, those in the same place.
 *
 * @param names for each output of the first form the name of the other's
 */
record PairedOutputs(Map<String, String> names) {
    /** @throws InterpreterException if one form has more outputs than the other, or larger ones */
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
        PairedOutputs paired = new PairedOutputs(names);
        names.forEach((wanted, got) -> paired.requireSameSize(
                first,
                Evaluation.output(first, wanted).numbers(),
                other,
                got,
                Evaluation.output(other, got).numbers()));
        return paired;
    }

    private void requireSameSize(TfliteModel first, int wanted, TfliteModel other, String output, int got) {
        if (wanted != got) {
            throw new InterpreterException(other.name() + ": has " + got + " numbers per example"
                    + (names.size() == 1 ? "" : " in output '" + output + "'") + ", but " + first.name() + " has "
                    + wanted + "; compare variants of one model");
        }
    }

    private static String listed(List<String> outputs) {
        return String.join(", ", outputs);
    }

    /** The other form's name of an output. */
    String other(String output) {
        return Objects.requireNonNull(names.get(output), output);
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
            requireSameSize(first, wanted.width(), other, found, got.width());
            deviations.put(expected, got.deviation(wanted));
        });
        return deviations;
    }

    /** The share of answers of the first judged output that are the same; null if no output is judged, or its answers are numbers. */
    static @Nullable Double agreement(Measurement reference, Measurement measured) {
        if (reference.predictions().isEmpty() || measured.predictions().isEmpty()) {
            return null;
        }
        OptionalDouble agreement = reference
                .judged()
                .get(0)
                .task()
                .agreement(reference.predictions().get(), measured.predictions().get());
        return agreement.isPresent() ? (Double) agreement.getAsDouble() : null;
    }

    private static Predictions answers(Measurement measured, String output) {
        Predictions answers = measured.outputs().get(output);
        if (answers == null) {
            throw new IllegalStateException("output '" + output + "' was not measured");
        }
        return answers;
    }
}
