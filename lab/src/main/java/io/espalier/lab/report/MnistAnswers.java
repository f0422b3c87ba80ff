// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import static io.espalier.lab.report.Figures.epochs;
import static io.espalier.lab.report.Figures.grouped;
import static io.espalier.lab.report.Figures.percent;
import static io.espalier.lab.report.Figures.quoted;

import io.espalier.experiment.report.Report.Variant;

/** The questions of the lab, answered from its figures. */
final class MnistAnswers {
    private MnistAnswers() {}

    static void write(Markdown text, Figures figures) {
        Variant baseline = figures.of("baseline.h5");
        Variant floats = figures.of("float.tflite");
        Variant dynamic = figures.of("dynamic.tflite");
        Variant pruned = figures.of("pruned.h5");
        text.heading(2, "8. Questions")
                .answer(
                        "What is quantization?",
                        "Storing weights, and activations if wanted, in fewer bits: here int8 instead of float32. All numbers stay, each a"
                                + " little less precise.",
                        Figures.bytes(dynamic, floats))
                .answer(
                        "What is pruning?",
                        "Setting the weights that matter least to zero and training on, so that the others make up for them. The weights that"
                                + " stay keep their precision. Here " + percent(pruned.sparsity()) + " became zero.")
                .answer(
                        "What is the difference between the two?",
                        "Quantization changes every weight a little and removes none; pruning removes many and rounds none. Quantization"
                                + " shortens the file itself and lets processors compute with integers. Pruning shortens the file only when it"
                                + " is compressed. They remove different things, so they can be combined.",
                        Figures.gzip(figures.of("pruned-dynamic.tflite"), baseline))
                .answer(
                        "What is the difference between post-training quantization and quantization-aware training?",
                        "Post-training quantization rounds a network that is done; it needs no training, and for integer activations a few"
                                + " examples. Quantization-aware training rounds while the network learns, so that the loss contains what the"
                                + " rounding costs; it needs the training data, and time.",
                        figures.accuracy(figures.of("int8.tflite"), floats),
                        figures.accuracy(figures.of("qat-int8.tflite"), floats),
                        worth(figures))
                .answer(
                        "What changes in the layers when a model becomes quantization aware?",
                        "Each layer is wrapped in one that rounds its weights and its output, and a layer in front rounds the input. The new"
                                + " parameters are the ranges of weights and activations; they are observed, not trained.")
                .answer(
                        "When does quantization change the size of the model, and why then?",
                        "When it is converted. Training computes in float32 throughout, also when it simulates rounding; the converter writes"
                                + " the integers.",
                        Figures.bytes(figures.of("qat.h5"), baseline),
                        Figures.bytes(figures.of("qat-int8.tflite"), floats))
                .answer(
                        "And pruning?",
                        "When the file is compressed: a zero takes as many bytes as any other number.",
                        Figures.bytes(pruned, baseline),
                        Figures.gzip(pruned, baseline))
                .answer(
                        "What do the sparsity and step parameters of `PolynomialDecay` do?",
                        "The sparsities are the share of zeros at first and in the end, the steps are the training steps in which the first and the"
                                + " last weights become zero. In between, the share rises quickly at first and ever more slowly later. The"
                                + " lab pruned for " + epochs(figures.epochs("pruned")) + " and reached "
                                + percent(pruned.sparsity()) + ".")
                .answer(
                        "Why must the pruning layers be removed before the model is saved?",
                        "They hold a mask for each weight, which only training needs. With them the file would be larger than before pruning, and"
                                + " could be read by the pruning library only. Stripping multiplies masks and weights once and leaves a model"
                                + " of the original layers.")
                .answer(
                        "What is the role of `model_builder()`?",
                        "It returns the same untrained network each time. The lab trains it, prunes it and rounds it; since all start from one"
                                + " definition, they differ in the technique alone.")
                .answer(
                        "What is the TensorFlow Lite format for?",
                        "For running a network on a device. It holds operators and weights, ready to be used where they lie in memory, and nothing"
                                + " for training.",
                        Figures.bytes(floats, baseline),
                        quoted(floats) + " needs an arena of " + arena(floats) + " for activations, "
                                + quoted(figures.of("int8.tflite")) + " of " + arena(figures.of("int8.tflite")) + ".");
    }

    /** Whether there was anything for quantization-aware training to win back. */
    private static String worth(Figures figures) {
        Variant floats = figures.of("float.tflite");
        Variant rounded = figures.of("int8.tflite");
        Variant aware = figures.of("qat-int8.tflite");
        boolean lost = Figures.accuracy(rounded) < Figures.accuracy(floats) && !figures.isChance(rounded, floats);
        if (!lost) {
            return "So rounding after training cost nothing that these examples can show, and there was nothing for quantization-aware training"
                    + " to win back. Besides, the aware network was trained for "
                    + epochs(figures.epochs("qat")) + " more.";
        }
        return Figures.accuracy(aware) > Figures.accuracy(rounded) && !figures.isChance(aware, rounded)
                ? "So quantization-aware training won back what rounding after training had cost."
                : "So rounding after training cost accuracy, and quantization-aware training did not win it back.";
    }

    private static String arena(Variant variant) {
        Long bytes = variant.arenaBytes();
        return bytes == null ? "unknown size" : grouped(bytes) + " bytes";
    }
}
