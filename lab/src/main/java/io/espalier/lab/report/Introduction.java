// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Data;
import io.espalier.experiment.report.Report.Settings;
import java.util.Map;
import java.util.stream.Collectors;

/** What a report begins with: the data, the machine, and how to read the figures. */
final class Introduction {
    private Introduction() {}

    /** @param command that made the figures */
    static void write(Markdown text, Report report, String title, String command) {
        Data data = report.data();
        Settings settings = report.settings();
        Figures figures = new Figures(report);
        text.heading(1, title)
                .paragraph("Written by `" + command + "`, Espalier " + report.espalier()
                        + ", from the figures in `report.json` beside it.");
        if (data.insteadOf() != null) {
            text.paragraph("**These are results on " + data.name() + " instead of " + data.insteadOf()
                    + ", which was not available. They cannot be compared with results on " + data.insteadOf() + ".**");
        }
        if (report.baseline() != null) {
            text.paragraph("Baseline: " + report.baseline() + ".");
        }
        text.paragraph(
                "Data: " + data.name() + ", " + Figures.grouped(data.trainingExamples()) + " examples to train on, "
                        + Figures.grouped(data.testExamples()) + " to test on.",
                "Seed " + settings.seed() + ", batches of " + settings.batchSize() + ", "
                        + (settings.threads() == 1 ? "one thread." : settings.threads() + " threads."),
                "Machine: " + report.machine().processor() + ", "
                        + report.machine().system() + "; " + versions(report.versions()) + ".");
        text.paragraph(
                "*Accuracy* is that on the test examples; Keras files run in TensorFlow, `.tflite` files in the TFLite runtime. *Difference* is"
                        + " that from the first file of a table. *Same answers* is the share of test examples for which a file answers as the"
                        + " baseline does. *One example* is the median time on one thread. *Memory* is what the runtime takes beyond the bytes of the"
                        + " file after the first run; XNNPACK copies weights into a layout of its own. *Values* counts the different numbers in the"
                        + " largest kernel.",
                "A difference of accuracy of less than about "
                        + figures.leastDifference(report.variants().get(0))
                        + " is called chance: among networks that are equally good, 95 of 100"
                        + " differences are smaller.");
    }

    private static String versions(Map<String, String> versions) {
        return versions.entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "));
    }
}
