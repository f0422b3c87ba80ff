// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.base.Provenance;
import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.measure.Machine;
import io.espalier.experiment.report.Report.Epoch;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.report.ReportDetails.Answers;
import io.espalier.experiment.report.ReportDetails.Changed;
import io.espalier.experiment.report.ReportDetails.Curve;
import io.espalier.experiment.report.ReportDetails.FileDetails;
import io.espalier.experiment.report.ReportDetails.Histogram;
import io.espalier.experiment.report.ReportDetails.LayerWeights;
import io.espalier.experiment.report.ReportDetails.Point;
import io.espalier.experiment.report.ReportDetails.RuntimeVerdict;
import io.espalier.experiment.report.ReportDetails.Twin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports without a training: a Keras file, and any number of .tflite files. */
final class SampleReport {
    /** The least PNG there is: one black pixel. */
    static final String PIXEL =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

    private SampleReport() {}

    /** @param name of one of them, and in the names of layers, tensors and classes */
    static Report of(int files, String name) {
        List<Variant> variants = new ArrayList<>(List.of(variant("baseline.h5", 90_000, 0.95, null)));
        Map<String, FileDetails> details = new LinkedHashMap<>();
        details.put("baseline.h5", file(name, false));
        for (int i = 1; i < files; i++) {
            String file = i == 1 ? name : "variant-" + i + ".tflite";
            variants.add(variant(file, 90_000 / (i + 1) + 50, 0.96 - 0.0001 * i, 5.0 + i));
            details.put(file, file(name, true));
        }
        return new Report(
                "mnist",
                "0.1.0",
                new Machine("Linux 6", "amd64", "Processor", 2, 8192),
                Map.of("TFLite", "2.20.0"),
                null,
                new Report.Data("digits", "here", Map.of("images", "cafe"), 100, 10_000, null),
                new Report.Settings(128, 0.1, 42, 2, null),
                new Report.Purpose("classes", false, "sparse_categorical_crossentropy", "accuracy", null),
                List.of(
                        new Epoch("pruned-prune", 1, 0.5, 0.8, 0.4, 0.9, 1.5, Map.of()),
                        new Epoch("pruned-prune", 2, 0.3, 0.9, 0.2, 0.94, 1.5, Map.of())),
                variants,
                List.of(new Firmware("small-c", name, 900, 700, 500, 4321L, 654L, "arm-gcc -Os")),
                new ReportDetails(
                        List.of("espalier lab mnist --seed 42"),
                        List.of("nought", name),
                        List.of(new Curve(
                                "pruned-prune",
                                20,
                                List.of(new Point(20, 0.5, 0.8, 0.25), new Point(40, 0.3, 0.9, 0.75)))),
                        details,
                        Map.of("7", PIXEL)));
    }

    private static Variant variant(String name, long bytes, double accuracy, @Nullable Double latency) {
        return new Variant(
                name,
                bytes,
                bytes / 2,
                Map.of("accuracy", accuracy),
                latency,
                latency,
                latency == null ? null : 200_704L,
                latency == null ? null : 12_345L,
                0.25,
                16,
                latency == null ? null : 0.987,
                0.1,
                1,
                "abc123" + name.hashCode(),
                new Provenance(
                        "0.1.0", "convert int8", "digits", 42L, null, "17", "linux-amd64", List.of("parent.h5 0f")));
    }

    private static FileDetails file(String name, boolean lite) {
        return new FileDetails(
                List.of(new LayerWeights("dense " + name, 81_160, 20_000, 5_000)),
                List.of(new Histogram(
                        "kernel " + name, 20_000, 5_000, List.of(-0.5, 0.25), List.of(9_000L, 6_000L), null)),
                new Answers(
                        List.of(List.of(4_900, 100), List.of(60, 4_940)), 11, 22, 33, List.of(new Changed(7, 1, 0, 1))),
                lite
                        ? new Twin(
                                "parent.h5",
                                64,
                                List.of(new Comparison.Layer("tensor " + name, 17.5, 0.99, 1e-4, 0.01)))
                        : null,
                lite ? List.of(new RuntimeVerdict("OpenCV dnn", "refuses it", List.of("no int8 " + name))) : List.of());
    }
}
