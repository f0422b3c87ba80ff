// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import static io.espalier.lab.report.Figures.epochs;
import static io.espalier.lab.report.Figures.quoted;

import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The report of the lab on photographs: three kinds of quantization, pruning with retraining, and which to choose. */
public final class PhotoReport {
    /** The names of what is written: the text, and the folder of its pictures. */
    public static final List<String> NAMES = List.of(Markdown.FILE_NAME, Markdown.PICTURES);

    private PhotoReport() {}

    /**
     * Writes {@code report.md}, and its pictures into {@code report}, beside the files of the lab.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(Report report, Path folder) throws IOException {
        Markdown text = new Markdown();
        Figures figures = new Figures(report);
        Introduction.write(text, report, "Lab report: cats and dogs", "espalier lab cats-vs-dogs");
        baseline(text, figures);
        quantization(text, figures);
        pruning(text, figures);
        comparison(text, figures);
        Conclusion.write(text, report);
        text.write(folder);
    }

    private static void baseline(Markdown text, Figures figures) {
        Variant baseline = figures.of("baseline.h5");
        text.heading(2, "1. The baseline")
                .paragraph(
                        "Trained for " + epochs(figures.epochs("baseline")) + ".",
                        figures.accuracy(figures.of("float.tflite"), baseline),
                        Figures.bytes(figures.of("float.tflite"), baseline));
        Pictures.training(figures.report())
                .ifPresent(chart -> text.picture("training", "Accuracy over the epochs of each training", chart));
    }

    private static void quantization(Markdown text, Figures figures) {
        Variant floats = figures.of("float.tflite");
        List<Variant> forms = Stream.of("float.tflite", "float16.tflite", "dynamic.tflite", "int8.tflite")
                .map(figures::of)
                .toList();
        text.heading(2, "2. Quantization after training")
                .paragraph(
                        "*Float16* halves each weight. *Dynamic range* makes weights int8 and leaves activations in float. *Integer* makes"
                                + " activations int8 too, with ranges that training photographs showed.")
                .table(Tables.of(forms));
        for (Variant form : forms.subList(1, forms.size())) {
            text.paragraph(Figures.bytes(form, floats), figures.accuracy(form, floats));
        }
        Figures.quickest(forms)
                .ifPresent(quickest -> text.paragraph("The quickest is " + quoted(quickest) + ", with "
                        + Tables.micros(quickest) + " for one photograph on one thread; " + quoted(floats) + " takes "
                        + Tables.micros(floats) + "."));
    }

    private static void pruning(Markdown text, Figures figures) {
        Variant baseline = figures.of("baseline.h5");
        Variant pruned = figures.of("pruned.h5");
        text.heading(2, "3. Pruning")
                .paragraph(
                        "The weights of smallest magnitude became zero, ever more of them, while the network was trained for "
                                + epochs(figures.epochs("pruned")) + " more. At the end "
                                + Figures.percent(pruned.sparsity())
                                + " are zero. What training needed for it was stripped, so these are ordinary files.")
                .table(Tables.of(Stream.of("baseline.h5", "pruned.h5", "pruned.tflite", "pruned-int8.tflite")
                        .map(figures::of)
                        .toList()))
                .paragraph(
                        Figures.bytes(pruned, baseline),
                        Figures.gzip(pruned, baseline),
                        figures.accuracy(pruned, baseline))
                .paragraph(
                        "Quantized as well, they compare like this.",
                        Figures.gzip(figures.of("pruned-int8.tflite"), figures.of("int8.tflite")),
                        figures.accuracy(figures.of("pruned-int8.tflite"), figures.of("int8.tflite")));
    }

    private static void comparison(Markdown text, Figures figures) {
        List<Variant> files = figures.report().variants().stream()
                .filter(variant -> variant.name().endsWith(".tflite"))
                .toList();
        text.heading(2, "4. Comparison")
                .picture("sizes", "Bytes of all .tflite files after gzip", Pictures.sizes(files))
                .picture("accuracy", "Accuracy of all .tflite files over their size", Pictures.front(files));
    }
}
