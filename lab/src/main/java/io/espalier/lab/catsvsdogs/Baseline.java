// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.base.Provenance;
import io.espalier.data.fetch.FileUnavailableException;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import io.espalier.model.keras.KerasWeights;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.tensor.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The network that the lab starts with, before it is trained, and how it is to be.
 *
 * @param origin what its weights are, for readers of the figures and for provenance
 * @param pretrained whether the weights were trained on other pictures before, so that only the classifier is new
 * @param epochs of training on the lab's photographs; of a pretrained network, once its classifier is trained
 * @param pruningEpochs of retraining while weights are pruned
 */
record Baseline(
        Model model,
        String origin,
        boolean pretrained,
        int epochs,
        float learningRate,
        int pruningEpochs,
        float pruningRate) {
    /** Of the photographs that EfficientNetB0 is trained on here: smaller than ImageNet's, so that two processors can. */
    static final int SIDE = 160;

    private static final float SHORT_MOMENTUM = 0.9f;

    /** A small network, untrained. */
    static Baseline quick(int classes, long seed) {
        return new Baseline(
                SmallNetwork.build(classes, seed),
                "a small network, trained from scratch: no weights were trained on other pictures before",
                false,
                30,
                0.003f,
                16,
                0.002f);
    }

    /**
     * EfficientNetB0 with the weights that were given, else with those of ImageNet if they are to be had, else untrained; says which.
     *
     * @throws ModelFormatException if the weights that were given do not fit
     * @throws IOException if they cannot be read
     */
    static Baseline efficientNet(Optional<Path> given, int classes, long seed, ExperimentConsole console)
            throws IOException {
        Optional<Path> file = given.isPresent() ? given : published(console);
        return file.isPresent() ? pretrained(file.get(), classes, seed) : untrained(classes, seed);
    }

    private static Optional<Path> published(ExperimentConsole console) {
        try {
            Path file =
                    ImageNetWeights.file(EfficientNet.B0.imageNetWeights(false).orElseThrow(), console.transfers());
            console.step("Weights", "of ImageNet, " + file + ", with the MD5 that Keras pins");
            return Optional.of(file);
        } catch (FileUnavailableException e) {
            console.step("Weights", String.valueOf(e.getMessage()));
            console.step(
                    "Weights",
                    "training EfficientNetB0 from scratch instead, which takes longer and is much less accurate; to"
                            + " fine-tune it, give the weights file with --weights");
            return Optional.empty();
        }
    }

    private static Baseline pretrained(Path file, int classes, long seed) throws IOException {
        Model fresh = EfficientNet.B0.buildForImageNetWeights(Size.square(SIDE), Head.classes(classes), seed);
        KerasWeights.ByName loaded = KerasWeights.read(file).intoByNameSkippingMismatches(fresh);
        List<String> unlike = Stream.concat(loaded.missing().stream(), loaded.mismatched().stream())
                .filter(layer -> !layer.equals("predictions"))
                .toList();
        if (!unlike.isEmpty()) {
            throw new ModelFormatException(
                    file,
                    "has no matching weights for layers " + String.join(", ", unlike)
                            + " of EfficientNetB0; give a file such as efficientnetb0_notop.h5");
        }
        return new Baseline(
                loaded.model(),
                "EfficientNetB0, fine-tuned from " + Provenance.parent(file),
                true,
                4,
                0.0001f,
                3,
                0.0001f);
    }

    /** With batch normalization that keeps up with the few steps there are. */
    private static Baseline untrained(int classes, long seed) {
        Model model = EfficientNet.B0.build(Size.square(SIDE), Head.classes(classes), seed);
        List<Node> nodes = model.nodes().stream().map(Baseline::keepingUp).toList();
        return new Baseline(
                Model.of(model.name(), model.topology(), nodes, model.outputs(), model.weights()),
                "EfficientNetB0, trained from scratch: no weights were trained on other pictures before",
                false,
                8,
                0.001f,
                3,
                0.0005f);
    }

    private static Node keepingUp(Node node) {
        return node.layer() instanceof BatchNormalization normalization
                ? new Node(node.name(), normalization.withMomentum(SHORT_MOMENTUM), node.inputs())
                : node;
    }

    /** The same model, of which only the classifier is trained. */
    Model withFrozenBase() {
        return model.freeze(node -> !node.name().equals("predictions"));
    }

    /** Another state of the model, of which the later layers are trained too, but for batch normalization. */
    static Model withFrozenStart(Model model) {
        return model.freeze(node ->
                node.layer() instanceof BatchNormalization || !node.name().matches("(block[67].*|top_.*|predictions)"));
    }
}
