// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.experiment.measure.Measurement;
import io.espalier.experiment.measure.Measurement.Judged;
import io.espalier.experiment.report.ReportDetails;
import io.espalier.experiment.report.ReportDetails.Answers;
import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.experiment.report.ReportDetails.FileDetails;
import io.espalier.model.Model;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what the page shows of each file of an experiment, the baseline first, while its models are in memory. */
public final class FileEvidence {
    private final Dataset test;
    private final Optional<Thumbnails> thumbnails;
    private final Map<String, FileDetails> files = new LinkedHashMap<>();
    private Optional<ClassAnswers> classes = Optional.empty();

    /** @param test the examples that all files were measured on */
    public FileEvidence(Dataset test) {
        this.test = test;
        this.thumbnails = Thumbnails.of(test);
    }

    /** Adds a Keras file. The first file is the baseline. */
    public void add(String name, Model model, Measurement measured) {
        if (files.isEmpty()) {
            classes = baseline(measured);
        }
        WeightEvidence weights = WeightEvidence.of(model);
        files.put(name, new FileDetails(weights.layers(), weights.histograms(), answers(measured), null, List.of()));
    }

    /**
     * Adds a .tflite file.
     *
     * @param source what it was converted from, with the weights that it has
     * @param sourceName the name of that model
     */
    public void add(String name, TfliteModel file, Model source, String sourceName, Measurement measured) {
        WeightEvidence weights = WeightEvidence.of(file.graph());
        files.put(
                name,
                new FileDetails(
                        weights.layers(),
                        weights.histograms(),
                        answers(measured),
                        TwinErrors.of(file, source, sourceName, test).orElse(null),
                        RuntimeEvidence.of(file.graph())));
    }

    private Optional<ClassAnswers> baseline(Measurement measured) {
        if (measured.judged().isEmpty() || measured.predictions().isEmpty()) {
            return Optional.empty();
        }
        Judged first = measured.judged().get(0);
        Task task = first.task();
        Predictions answers = measured.predictions().get();
        return test.label(first.label()).flatMap(labelled -> ClassAnswers.of(task, labelled, answers));
    }

    private @Nullable Answers answers(Measurement measured) {
        if (classes.isEmpty() || measured.predictions().isEmpty()) {
            return null;
        }
        Answers answers = classes.get().of(measured.predictions().get());
        thumbnails.ifPresent(pictures -> answers.changed().forEach(changed -> pictures.keep(changed.example())));
        return answers;
    }

    /**
     * Everything that was collected.
     *
     * @param commands that make everything again
     * @param curves of all trainings
     */
    public ReportDetails details(List<String> commands, List<Curve> curves) {
        return new ReportDetails(
                commands,
                test.classNames(),
                curves,
                files,
                thumbnails.map(Thumbnails::images).orElse(Map.of()));
    }
}
