// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierException;
import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.DeploymentMetadata.Described;
import io.espalier.lite.file.DeploymentMetadata.MismatchException;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.targets.Target;
import io.espalier.runtime.interpreter.FixedBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What applications are told in the written file, and the batch that it is fixed to. */
final class MetadataOptions {
    private static final String RECORDED = "recorded";
    private static final int MOST_BYTE = 255;
    private static final int MOST_EXAMPLES = 65_536;

    private final Argument<List<String>> labels;
    private final Argument<List<String>> normalize;
    private final Argument<List<String>> inputName;
    private final Argument<List<String>> outputName;
    private final Argument<String> description;
    private final Argument<Integer> batch;

    MetadataOptions(Arguments arguments) {
        labels = arguments.repeated(
                "--labels",
                "FILE",
                "Labels of the classes, one a line, stored in the file for MediaPipe and others. For one of several"
                        + " outputs: OUTPUT=FILE.");
        normalize = arguments.repeated(
                "--normalize",
                "MEAN,STD",
                "How pixels become inputs: (pixel - MEAN) / STD, such as 127.5,127.5; for each channel"
                        + " 124,116,104/58,57,57. Or 'recorded': as the model file records, the default where it does and"
                        + " metadata are written. For one of several inputs: INPUT=MEAN,STD.");
        inputName = arguments.repeated(
                "--input-name", "NAME", "Name of the input for applications. One of several: OLD=NAME.");
        outputName = arguments.repeated(
                "--output-name", "NAME", "Name of the output for applications. One of several: OLD=NAME.");
        description = arguments.option(
                String.class, Arguments.named("--description", "TEXT", "What the model is, for its metadata."));
        batch = arguments.option(
                Integer.class,
                Arguments.named("--batch", "N", "Fix the number of examples that the model takes at once."));
    }

    /**
     * Looks at everything that can be wrong before the work begins.
     *
     * @param graph whose inputs and outputs are those of the file that will be written
     */
    void check(Path model, Graph graph) throws IOException {
        Integer fixed = batch.orNull();
        if (fixed != null) {
            UsageException.requireOneOrMore("--batch", fixed);
            if (fixed > MOST_EXAMPLES) {
                throw new UsageException("--batch must be at most " + MOST_EXAMPLES + ", not " + fixed);
            }
            FixedBatch.of(model.toString(), graph, fixed);
        }
        finish(model, graph);
    }

    /** Refuses another batch than one example, which another option needs. */
    void requireOneExample(String option) {
        Integer fixed = batch.orNull();
        if (fixed != null && fixed != 1) {
            throw new UsageException(
                    option + " makes a model that takes one example at a time; use --batch 1, or leave --batch out");
        }
    }

    /** Whether a batch was asked for. */
    boolean fixesBatch() {
        return batch.orNull() != null;
    }

    /** The graph with the batch that was asked for, else of one example. */
    Graph fixed(Path model, Graph graph) {
        Integer size = batch.orNull();
        return FixedBatch.of(model.toString(), graph, size == null ? 1 : size);
    }

    /** The graph with a fixed batch and metadata, as far as they were asked for. */
    Described finish(Path model, Graph graph) throws IOException {
        Integer fixed = batch.orNull();
        Graph sized = fixed == null ? graph : FixedBatch.of(model.toString(), graph, fixed);
        if (Argument.given(labels, normalize, inputName, outputName, description)
                .isEmpty()) {
            return new Described(sized, List.of());
        }
        try {
            Described described = wanted(sized).in(sized);
            return new Described(
                    described.graph(),
                    Stream.concat(described.notes().stream(), refusedPhotographs(described.graph()))
                            .toList());
        } catch (MismatchException e) {
            throw new UsageException(model + ": " + e.getMessage());
        }
    }

    /**
     * A note if data were scaled otherwise than the metadata say that pixels become inputs; empty if not, or nothing is said.
     *
     * @param used what was done to bytes
     */
    static Optional<String> otherScale(Graph graph, Scaling used) {
        return DeploymentMetadata.of(graph)
                .map(metadata -> metadata.path("subgraph_metadata")
                        .path(0)
                        .path("input_tensor_metadata")
                        .path(0)
                        .findPath("NormalizationOptions"))
                .filter(options ->
                        options.path("mean").size() == 1 && options.path("std").size() == 1)
                .map(options -> Normalization.of(
                        options.path("mean").get(0).floatValue(),
                        options.path("std").get(0).floatValue()))
                .filter(said -> !Normalization.of(used).equals(Optional.of(said)))
                .map(said -> "the metadata say that a pixel becomes (pixel - "
                        + said.mean().get(0) + ") / "
                        + said.std().get(0) + ", but bytes of the calibration data became "
                        + used.apply(0) + ".." + used.apply(MOST_BYTE)
                        + "; if DATA holds bytes or images, set --scale");
    }

    /** What MediaPipe, for which such metadata are mostly written, has against a model of photographs. */
    private static Stream<String> refusedPhotographs(Graph graph) {
        Ints shape = graph.main().tensor(graph.main().inputs().get(0)).shape();
        boolean isPhotograph = shape.size() == 4 && shape.get(3) == 3;
        return Target.MEDIAPIPE.findings(graph).stream()
                .filter(finding -> isPhotograph && finding.operator().isEmpty())
                .map(finding ->
                        Target.MEDIAPIPE.title() + " refuses the file: " + finding.reason() + "; " + finding.remedy());
    }

    private DeploymentMetadata wanted(Graph graph) throws IOException {
        DeploymentMetadata metadata = DeploymentMetadata.NONE;
        String words = description.orNull();
        if (words != null) {
            metadata = metadata.withDescription(NamedValue.text("--description", words));
        }
        for (NamedValue given : NamedValue.all("--input-name", inputName)) {
            metadata = metadata.withInputName(given.name(), given.value());
        }
        for (NamedValue given : NamedValue.all("--output-name", outputName)) {
            metadata = metadata.withOutputName(given.name(), given.value());
        }
        for (NamedValue given : NamedValue.all("--normalize", normalize)) {
            Normalization values =
                    given.value().equals(RECORDED) ? recorded(graph) : NormalizationText.parse(given.value());
            metadata = metadata.withNormalization(given.name(), values);
        }
        metadata.in(graph);
        for (NamedValue given : NamedValue.all("--labels", labels)) {
            metadata = labelled(metadata, given, graph);
        }
        return metadata;
    }

    private static Normalization recorded(Graph graph) {
        return graph.provenance()
                .map(Provenance::preprocessing)
                .map(Preprocessing::scaling)
                .flatMap(Normalization::of)
                .orElseThrow(() -> new UsageException(
                        "--normalize recorded: the model file does not record how bytes are scaled; give MEAN,STD"));
    }

    /** A file of labels is called by its name where it does not fit. */
    private static DeploymentMetadata labelled(DeploymentMetadata metadata, NamedValue given, Graph graph)
            throws IOException {
        Path file = Path.of(given.value());
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    EspalierException.Kind.BAD_INPUT,
                    "--labels " + file + (Files.isDirectory(file) ? ": a folder" : ": no such file")
                            + "; give a text file with one label a line",
                    null);
        }
        DeploymentMetadata labelled = metadata.withLabels(given.name(), lines(file));
        try {
            labelled.in(graph);
        } catch (MismatchException e) {
            boolean isAmbiguous =
                    given.name().isEmpty() && graph.main().outputs().size() > 1;
            boolean isOfFile = given.name().isEmpty() && !isAmbiguous;
            throw new UsageException(
                    isOfFile ? EspalierException.Kind.BAD_INPUT : EspalierException.Kind.BAD_USE,
                    "--labels " + file + ": " + e.getMessage() + (isAmbiguous ? ", as --labels OUTPUT=" + file : ""),
                    null);
        }
        return labelled;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return DeploymentMetadata.readLabels(file);
        } catch (MismatchException e) {
            throw new UsageException(EspalierException.Kind.BAD_INPUT, "--labels " + e.getMessage(), null);
        }
    }
}
