// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import static io.espalier.lab.report.Figures.epochs;
import static io.espalier.lab.report.Figures.grouped;
import static io.espalier.lab.report.Figures.quoted;

import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report of the MNIST lab: what each technique is, what it cost and saved, and the answers to the questions of the lab. */
public final class MnistReport {
    /** The names of what is written: the text, and the folder of its pictures. */
    public static final List<String> NAMES = List.of(Markdown.FILE_NAME, Markdown.PICTURES);

    private final Figures figures;
    private final Path folder;
    private final Markdown text = new Markdown();

    private MnistReport(Report report, Path folder) {
        this.figures = new Figures(report);
        this.folder = folder;
    }

    /**
     * Writes {@code report.md}, and its pictures into {@code report}, beside the files of the lab.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static void write(Report report, Path folder) throws IOException {
        MnistReport made = new MnistReport(report, folder);
        Introduction.write(made.text, report, "Lab report: quantization and pruning", "espalier lab mnist");
        made.baseline();
        made.postTraining();
        made.quantizationAware();
        made.pruning();
        made.clusteringAndAll();
        made.distillation();
        made.microcontrollers();
        MnistAnswers.write(made.text, made.figures);
        Conclusion.write(made.text, report);
        made.text.write(folder);
    }

    private Variant of(String name) {
        return figures.of(name);
    }

    private List<Variant> all(String... names) {
        return Stream.of(names).map(figures::of).toList();
    }

    private Model model(String name) throws IOException {
        return KerasFiles.read(folder.resolve(name));
    }

    private void baseline() throws IOException {
        text.heading(2, "1. The baseline")
                .paragraph("A small convolutional network, trained for " + epochs(figures.epochs("baseline"))
                        + ". All variants below are made of it, except where another is named.")
                .code(model("baseline.h5").summary())
                .paragraph(
                        figures.accuracy(of("float.tflite"), of("baseline.h5")),
                        Figures.bytes(of("float.tflite"), of("baseline.h5")),
                        "Both hold the same float32 weights; the `.tflite` file leaves out what only training needs.");
        Pictures.training(figures.report())
                .ifPresent(chart -> text.picture("training", "Accuracy over the epochs of each training", chart));
    }

    private void postTraining() {
        List<Variant> forms = all("float.tflite", "float16.tflite", "dynamic.tflite", "int8.tflite", "int16x8.tflite");
        text.heading(2, "2. Quantization after training")
                .paragraph(
                        "Quantization stores numbers in fewer bits. `float16` halves each weight. `dynamic` makes weights int8, with a scale for"
                                + " each filter, and leaves activations in float. `int8` makes activations integers too, and `int16x8` gives"
                                + " them 16 bits; both ran 100 training examples first to find out how large activations get.")
                .table(Tables.of(forms))
                .paragraph(
                        Figures.bytes(of("dynamic.tflite"), of("float.tflite")),
                        figures.accuracy(of("dynamic.tflite"), of("float.tflite")),
                        figures.accuracy(of("int8.tflite"), of("float.tflite")),
                        Figures.quickest(forms).map(this::quickest).orElse(""));
    }

    private String quickest(Variant quickest) {
        Variant floats = of("float.tflite");
        return quickest.equals(floats)
                ? "None of them is quicker than " + quoted(floats) + ", which takes " + Tables.micros(floats)
                        + " for one example on one thread."
                : "The quickest is " + quoted(quickest) + ": " + Tables.micros(quickest)
                        + " for one example on one thread, where " + quoted(floats) + " takes " + Tables.micros(floats)
                        + ".";
    }

    private void quantizationAware() throws IOException {
        ParametrizedModel aware = QuantizationAware.int8().apply(model("baseline.h5"));
        text.heading(2, "3. Quantization-aware training")
                .paragraph(
                        "The network is trained on while its weights and activations are rounded as int8 will round them. Each layer gets a"
                                + " wrapper that does so, and a new layer rounds the input:")
                .code(aware.summary())
                .table(Tables.of(all("int8.tflite", "qat.h5", "qat-int8.tflite")))
                .paragraph(
                        figures.accuracy(of("qat-int8.tflite"), of("int8.tflite")),
                        "It was trained for " + epochs(figures.epochs("qat"))
                                + " more than the baseline, so the rounding in training is not the only thing that is different.");
    }

    private void pruning() throws IOException {
        Map<String, Model> models = new LinkedHashMap<>();
        for (String name : List.of("baseline.h5", "pruned.h5", "clustered.h5")) {
            models.put(name, model(name));
        }
        text.heading(2, "4. Pruning")
                .paragraph(
                        "The weights of smallest magnitude become zero, ever more of them, while the network is trained for "
                                + epochs(figures.epochs("pruned")) + " more. At the end "
                                + Figures.percent(of("pruned.h5").sparsity()) + " are zero.")
                .picture(
                        "weights",
                        "How often values occur among the weights of the largest layer",
                        Pictures.weights(models))
                .table(Tables.of(all("baseline.h5", "pruned.h5", "dynamic.tflite", "pruned-dynamic.tflite")))
                .paragraph(
                        Figures.bytes(of("pruned.h5"), of("baseline.h5")),
                        Figures.gzip(of("pruned.h5"), of("baseline.h5")),
                        figures.accuracy(of("pruned.h5"), of("baseline.h5")))
                .paragraph(
                        "Quantized as well, they compare like this.",
                        Figures.gzip(of("pruned-dynamic.tflite"), of("dynamic.tflite")),
                        figures.accuracy(of("pruned-dynamic.tflite"), of("dynamic.tflite")));
    }

    private void clusteringAndAll() {
        List<Variant> files = figures.report().variants().stream()
                .filter(variant -> variant.name().endsWith(".tflite"))
                .toList();
        text.heading(2, "5. Clustering, and techniques combined")
                .paragraph("Clustering lets the weights of a layer share a few values, here "
                        + grouped(of("clustered.h5").distinct())
                        + ". `pqat` trains the pruned network with rounding and keeps its zeros,"
                        + " `cqat` the clustered one and keeps its values, `pcqat` prunes, clusters and rounds.")
                .table(Tables.of(all(
                        "baseline.h5",
                        "clustered.h5",
                        "clustered-dynamic.tflite",
                        "qat-int8.tflite",
                        "pqat-int8.tflite",
                        "cqat-int8.tflite",
                        "pcqat-int8.tflite")))
                .paragraph(
                        Figures.gzip(of("clustered.h5"), of("baseline.h5")),
                        Figures.gzip(of("pcqat-int8.tflite"), of("qat-int8.tflite")),
                        figures.accuracy(of("pcqat-int8.tflite"), of("qat-int8.tflite")))
                .picture("sizes", "Bytes of all .tflite files after gzip", Pictures.sizes(files))
                .picture("accuracy", "Accuracy of all .tflite files over their size", Pictures.front(files));
    }

    private void distillation() {
        text.heading(2, "6. Distillation")
                .paragraph("A small network, the student, learned for " + epochs(figures.epochs("distilled"))
                        + " from the labels and from the answers of a larger one, the teacher. `smallest` is the student, pruned,"
                        + " clustered and trained with rounding, with the teacher at hand all the time, by the recipe that a search found."
                        + " Its file goes without names and metadata.")
                .table(Tables.of(all(
                        "baseline.h5", "teacher.h5", "distilled.h5", "distilled-int8.tflite", "smallest-int8.tflite")))
                .paragraph(
                        figures.accuracy(of("distilled.h5"), of("baseline.h5")),
                        Figures.bytes(of("distilled.h5"), of("baseline.h5")),
                        figures.accuracy(of("smallest-int8.tflite"), of("distilled-int8.tflite")),
                        Figures.gzip(of("smallest-int8.tflite"), of("distilled-int8.tflite")));
    }

    private void microcontrollers() {
        if (!figures.report().firmware().isEmpty()) {
            text.heading(2, "7. For microcontrollers")
                    .paragraph(
                            "The two smallest networks as C without an interpreter, in bytes. Flash and RAM are those of a Cortex-M4; they"
                                    + " are measured where Arm's compiler is installed.")
                    .table(Tables.ofFirmware(figures.report().firmware()));
        }
    }
}
