// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task.Scores;
import io.espalier.data.Tasks;
import io.espalier.experiment.evidence.ClassAnswers;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.measure.Measurement.Judged;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How good a .tflite file is on a part of the data, in the TFLite runtime.
 *
 * @param examples how many there are
 * @param metrics by their keys; with several outputs behind the name of the output: {@code age/mae}
 * @param right for each example whether the answer of the first output is the right class; null where answers are no classes
 */
record PartScores(
        int examples, Map<String, Double> metrics, @Nullable BitSet right) {
    public PartScores {
        metrics = new LinkedHashMap<>(metrics);
        right = right == null ? null : (BitSet) right.clone();
    }

    /** A copy of the metrics, in order. */
    @Override
    public Map<String, Double> metrics() {
        return new LinkedHashMap<>(metrics);
    }

    /** A copy of which answers are right. */
    @Override
    public @Nullable BitSet right() {
        return right == null ? null : (BitSet) right.clone();
    }

    static PartScores of(TfliteModel model, Tasks tasks, Dataset part, int threads) {
        Map<String, Predictions> outputs = Inference.predictAll(
                model, part, InterpreterOptions.DEFAULTS.withThreads(threads), ProgressListener.NONE);
        List<Judged> judged = Measurement.judged(model.graph().outputNames(), tasks);
        Map<String, Double> metrics = new LinkedHashMap<>();
        @Nullable BitSet right = null;
        for (Judged one : judged) {
            Predictions answers = Objects.requireNonNull(outputs.get(one.output()), one.output());
            Optional<Dataset> labelled = part.label(one.label())
                    .filter(examples -> examples.targets().elements() > 0);
            if (labelled.isEmpty()) {
                continue;
            }
            Scores scores = one.task().scores(answers, labelled.get());
            String before = judged.size() > 1 ? one.label() + "/" : "";
            scores.values().forEach((metric, value) -> metrics.put(before + metric.key(), value));
            if (right == null) {
                right = ClassAnswers.right(one.task(), labelled.get(), answers).orElse(null);
            }
        }
        return new PartScores(part.size(), metrics, right);
    }
}
