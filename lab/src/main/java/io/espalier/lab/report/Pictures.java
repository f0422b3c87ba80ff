// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import io.espalier.experiment.chart.Chart;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Epoch;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The charts of a report. */
final class Pictures {
    private Pictures() {}

    /** Sizes after gzip. */
    static Chart sizes(List<Variant> variants) {
        Chart chart = Chart.bars("Bytes after gzip");
        for (Variant variant : variants) {
            chart = chart.with(variant.name(), (double) variant.gzipBytes());
        }
        return chart;
    }

    /** Accuracy over size after gzip. */
    static Chart front(List<Variant> variants) {
        Chart chart = Chart.points("Size against accuracy", "bytes after gzip", "accuracy");
        for (Variant variant : variants) {
            chart = chart.with(variant.name(), (double) variant.gzipBytes(), Figures.accuracy(variant));
        }
        return chart;
    }

    /** The accuracy on the validation examples, or if there are none on the training examples, over the epochs; a training of one epoch is a point. Empty if no accuracy is known. */
    static Optional<Chart> training(Report report) {
        boolean validated = report.history().stream().allMatch(epoch -> epoch.validationAccuracy() != null);
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        for (Epoch epoch : report.history()) {
            Double accuracy = validated ? epoch.validationAccuracy() : epoch.accuracy();
            lines.merge(
                    epoch.training(),
                    accuracy == null ? List.of() : List.of(accuracy),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        Chart chart = Chart.lines(
                "Accuracy while training",
                "epoch",
                "accuracy on " + (validated ? "examples kept for validation" : "training examples"));
        boolean drawn = false;
        for (Map.Entry<String, List<Double>> line : lines.entrySet()) {
            if (!line.getValue().isEmpty()) {
                chart = chart.with(
                        line.getKey(),
                        line.getValue().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
                drawn = true;
            }
        }
        return drawn ? Optional.of(chart) : Optional.empty();
    }

    /** How often values occur in the largest kernel of each of these models. */
    static Chart weights(Map<String, Model> models) {
        Chart chart = Chart.histogram("Weights of the largest layer");
        for (Map.Entry<String, Model> model : models.entrySet()) {
            chart = chart.with(model.getKey(), largestKernel(model.getValue()));
        }
        return chart;
    }

    private static double[] largestKernel(Model model) {
        Tensor largest = model.weights().keys().stream()
                .map(model.weights()::get)
                .filter(tensor -> tensor.shape().rank() > 1)
                .max(Comparator.comparingInt(tensor -> tensor.shape().elements()))
                .orElseThrow();
        return IntStream.range(0, largest.shape().elements())
                .mapToDouble(largest::get)
                .toArray();
    }
}
