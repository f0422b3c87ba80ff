// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierException;
import io.espalier.base.Scaling;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an application must know to use a model, and reads from its file: labels, how inputs are normalized, names, a description. It is written
 * into the entry {@code TFLITE_METADATA}, as Google's metadata writers do and MediaPipe reads it; labels become a file in the archive behind the
 * model. Immutable.
 *
 * <pre>{@code
 * Graph described = DeploymentMetadata.NONE.withLabels(List.of("cat", "dog")).in(graph).graph();
 * }</pre>
 *
 * <p>Inputs and outputs are named as the signature names them, or by their tensors. The empty name means the only one.
 *
 * @param description what the model is; empty for none
 * @param labels for outputs, the label of each class
 * @param normalizations for inputs
 * @param inputNames new names for inputs, for signatures and metadata
 * @param outputNames new names for outputs, likewise
 * @see <a href="https://github.com/google-ai-edge/mediapipe/blob/master/mediapipe/tasks/metadata/metadata_schema.fbs">the schema</a>
 */
public record DeploymentMetadata(
        String description,
        Map<String, List<String>> labels,
        Map<String, Normalization> normalizations,
        Map<String, String> inputNames,
        Map<String, String> outputNames) {
    /** The name that stands for the only input or output. */
    public static final String ONLY = "";

    /** Nothing but what the graph itself says: names, and the normalization that its provenance records. */
    public static final DeploymentMetadata NONE = new DeploymentMetadata("", Map.of(), Map.of(), Map.of(), Map.of());

    public DeploymentMetadata {
        Objects.requireNonNull(description, "description");
        Map<String, List<String>> copies = new LinkedHashMap<>();
        labels.forEach((output, classes) -> copies.put(output, List.copyOf(classes)));
        labels = Map.copyOf(copies);
        normalizations = Map.copyOf(normalizations);
        inputNames = Map.copyOf(inputNames);
        outputNames = Map.copyOf(outputNames);
    }

    /** A copy with this description. */
    public DeploymentMetadata withDescription(String words) {
        return new DeploymentMetadata(words, labels, normalizations, inputNames, outputNames);
    }

    /** A copy with labels for the only output. */
    public DeploymentMetadata withLabels(List<String> classes) {
        return withLabels(ONLY, classes);
    }

    /** A copy with labels for an output. */
    public DeploymentMetadata withLabels(String output, List<String> classes) {
        return new DeploymentMetadata(
                description, added(labels, output, classes), normalizations, inputNames, outputNames);
    }

    /** A copy with the normalization of the only input. */
    public DeploymentMetadata withNormalization(Normalization normalization) {
        return withNormalization(ONLY, normalization);
    }

    /** A copy with the normalization of an input. Without one, the only input has what the provenance records. */
    public DeploymentMetadata withNormalization(String input, Normalization normalization) {
        return new DeploymentMetadata(
                description, labels, added(normalizations, input, normalization), inputNames, outputNames);
    }

    /** A copy with another name for an input. */
    public DeploymentMetadata withInputName(String input, String name) {
        return new DeploymentMetadata(description, labels, normalizations, added(inputNames, input, name), outputNames);
    }

    /** A copy with another name for an output. */
    public DeploymentMetadata withOutputName(String output, String name) {
        return new DeploymentMetadata(
                description, labels, normalizations, inputNames, added(outputNames, output, name));
    }

    /**
     * Describes a graph. What its metadata say already stays, unless this says it otherwise.
     *
     * @throws MismatchException if this does not fit the graph: the number of labels is not that of the classes, there is no such output, or more
     *     than one and none is named
     * @throws io.espalier.model.ModelFormatException if the graph's own metadata are damaged, or newer than Espalier
     */
    public Described in(Graph graph) {
        return new MetadataEditor(graph, this).described();
    }

    /**
     * The metadata of a graph as a tree, with the names of the schema; empty if it has none.
     *
     * @throws io.espalier.model.ModelFormatException if they are damaged, or newer than Espalier
     */
    public static Optional<ObjectNode> of(Graph graph) {
        return graph.metadata(Metadata.DEPLOYMENT).map(entry -> MetadataDecoder.tree(entry.buffer()));
    }

    /**
     * The files in the archive behind a model, by name.
     *
     * @throws io.espalier.lite.InvalidGraphException if the archive is damaged
     */
    public static Map<String, Buffer> files(Graph graph) {
        return Collections.unmodifiableMap(StoredFiles.in(graph.associatedFiles()));
    }

    /**
     * Reads a file of labels in UTF-8, one a line.
     *
     * @throws MismatchException if it is empty, is not UTF-8, or has an empty line before its end
     * @throws IOException if it cannot be read
     */
    public static List<String> readLabels(Path file) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MismatchException(file + ": not text in UTF-8; labels need one line each");
        }
        List<String> lines =
                text.replaceFirst("^\uFEFF", "").stripTrailing().lines().toList();
        List<String> labels = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                throw new MismatchException(
                        file + ", line " + (labels.size() + 1) + ": empty; labels need one line each, in class order");
            }
            labels.add(line.strip());
        }
        if (labels.isEmpty()) {
            throw new MismatchException(file + ": no labels; write one line for each class");
        }
        return List.copyOf(labels);
    }

    private static <V> Map<String, V> added(Map<String, V> map, String key, V value) {
        Map<String, V> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    /**
     * How stored values become inputs: {@code (value - mean) / std}, for each channel, or for all if there is one of each.
     *
     * @param mean one value, or one for each channel
     * @param std the same number of values, none of them zero
     */
    public record Normalization(List<Float> mean, List<Float> std) {
        private static final int ROUND_DIGITS = 5;

        /** @throws IllegalArgumentException if the numbers of values differ, or a value is not finite or a std not positive */
        public Normalization {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.isEmpty() || mean.size() != std.size()) {
                throw new IllegalArgumentException(mean.size() + " means and " + std.size()
                        + " standard deviations; give the same number of each");
            }
            if (!mean.stream().allMatch(Float::isFinite)) {
                throw new IllegalArgumentException("a mean is not finite: " + mean);
            }
            if (!std.stream().allMatch(value -> value > 0 && Float.isFinite(value))) {
                throw new IllegalArgumentException("a standard deviation is not positive: " + std);
            }
        }

        /** The same mean and standard deviation for all channels. */
        public static Normalization of(float mean, float std) {
            return new Normalization(List.of(mean), List.of(std));
        }

        /** What does the same as a scaling; empty if nothing does. */
        public static Optional<Normalization> of(Scaling scaling) {
            double exact = 1.0 / scaling.multiplier();
            if (!Double.isFinite(exact)) {
                return Optional.empty();
            }
            // 1/255 was rounded when it was stored: 255 is meant, not 254.99998.
            double round =
                    new BigDecimal(exact).round(new MathContext(ROUND_DIGITS)).doubleValue();
            float std = (float) ((float) (1 / round) == scaling.multiplier() ? round : exact);
            float mean = -scaling.offset() * std;
            return std > 0 && Float.isFinite(std) && Float.isFinite(mean)
                    ? Optional.of(of(mean == 0 ? 0 : mean, std))
                    : Optional.empty();
        }

        /** The input for a stored value of a channel. */
        float apply(float value, int channel) {
            int place = mean.size() == 1 ? 0 : channel;
            return (value - mean.get(place)) / std.get(place);
        }
    }

    /**
     * A graph with its metadata.
     *
     * @param notes what may surprise, such as a runtime that cannot take what was written
     */
    public record Described(Graph graph, List<String> notes) {
        public Described {
            Objects.requireNonNull(graph, "graph");
            notes = List.copyOf(notes);
        }
    }

    /** Metadata that do not fit their graph, or labels that are none. */
    public static final class MismatchException extends EspalierException {
        private static final long serialVersionUID = 1;

        MismatchException(String message) {
            super(Kind.BAD_USE, message);
        }
    }
}
