// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.file.DeploymentMetadata.Described;
import io.espalier.lite.file.DeploymentMetadata.MismatchException;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what a {@link DeploymentMetadata} says into the metadata and the archive of one graph. */
final class MetadataEditor {
    private static final String LABELS = "TENSOR_AXIS_LABELS";
    private static final String NORMALIZATION = "NormalizationOptions";
    private static final String FILES = "associated_files";
    private static final String OLDEST_PARSER = "1.0.0";
    private static final int IMAGE_RANK = 4;

    private final Graph graph;
    private final DeploymentMetadata wanted;
    private final ObjectNode tree;
    private final Boundary inputs;
    private final Boundary outputs;
    private final Map<String, Buffer> files;
    private final List<String> notes = new ArrayList<>();

    MetadataEditor(Graph given, DeploymentMetadata wanted) {
        this.wanted = wanted;
        this.graph = Boundary.outputs(given)
                .renamed(wanted.outputNames(), Boundary.inputs(given).renamed(wanted.inputNames(), given));
        this.tree = DeploymentMetadata.of(given).orElseGet(JsonNodeFactory.instance::objectNode);
        this.inputs = Boundary.inputs(graph);
        this.outputs = Boundary.outputs(graph);
        this.files = StoredFiles.in(given.associatedFiles());
    }

    Described described() {
        List<ObjectNode> ofInputs =
                tensors(inputs, "input_tensor_metadata", !wanted.inputNames().isEmpty());
        List<ObjectNode> ofOutputs =
                tensors(outputs, "output_tensor_metadata", !wanted.outputNames().isEmpty());
        if (!wanted.description().isEmpty()) {
            tree.put("description", wanted.description());
        }
        if (!tree.has("min_parser_version")) {
            tree.put("min_parser_version", OLDEST_PARSER);
        }
        normalize(ofInputs);
        wanted.labels().forEach((name, labels) -> label(place(outputs, name, wanted.outputNames()), labels, ofOutputs));
        for (int place = 0; place < ofInputs.size(); place++) {
            MediaPipe.note(inputs.tensor(place), inputs.name(place), normalization(ofInputs.get(place)))
                    .ifPresent(notes::add);
        }
        Graph described = graph.withMetadata(new Metadata(Metadata.DEPLOYMENT, MetadataEncoder.bytes(tree)));
        return new Described(described.withAssociatedFiles(StoredFiles.archive(files)), notes);
    }

    /** The entries of all inputs or outputs, in their order; they are made where there are none. */
    private List<ObjectNode> tensors(Boundary boundary, String field, boolean renamed) {
        ArrayNode subgraphs = tree.withArray("subgraph_metadata");
        ObjectNode main = subgraphs.isEmpty() ? subgraphs.addObject() : (ObjectNode) subgraphs.get(0);
        ArrayNode entries = main.withArray(field);
        if (!entries.isEmpty() && entries.size() != boundary.size()) {
            throw new MismatchException("the model's metadata describe " + entries.size() + " " + boundary.role()
                    + "s, but it has " + boundary.size() + "; write them again with the tool that wrote them");
        }
        List<ObjectNode> tensors = new ArrayList<>();
        for (int place = 0; place < boundary.size(); place++) {
            ObjectNode entry = entries.size() > place ? (ObjectNode) entries.get(place) : entries.addObject();
            if (renamed || !entry.has("name")) {
                entry.put("name", boundary.name(place));
            }
            tensors.add(entry);
        }
        return tensors;
    }

    private void normalize(List<ObjectNode> ofInputs) {
        wanted.normalizations().forEach((name, normalization) -> {
            int place = place(inputs, name, wanted.inputNames());
            write(normalization, place, ofInputs.get(place));
        });
        Optional<Normalization> recorded = graph.provenance()
                .map(Provenance::preprocessing)
                .map(Preprocessing::scaling)
                .flatMap(Normalization::of);
        if (recorded.isEmpty() || !wanted.normalizations().isEmpty()) {
            return;
        }
        if (ofInputs.size() != 1) {
            notes.add("the model file records how bytes are scaled, but not for which of its inputs: " + inputs.names()
                    + "; the metadata have no normalization");
        } else if (normalization(ofInputs.get(0)).isEmpty() && inputs.takesNumbers(0)) {
            write(recorded.get(), 0, ofInputs.get(0));
        }
    }

    private void write(Normalization normalization, int place, ObjectNode entry) {
        Ints shape = inputs.tensor(place).dynamicShape();
        int channels = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        int count = normalization.mean().size();
        if (count != 1 && count != channels) {
            throw new MismatchException("the normalization has " + count + " means and standard deviations, but input '"
                    + inputs.name(place) + "' of shape " + shape + " has " + channels
                    + " channels; give one value, or one for each channel");
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        normalization.mean().forEach(values.putArray("mean")::add);
        normalization.std().forEach(values.putArray("std")::add);
        ArrayNode units = entry.withArray("process_units");
        JsonNode known = unit(units);
        if (known == null) {
            units.addObject().putObject("options").set(NORMALIZATION, values);
        } else {
            ((ObjectNode) known.get("options")).set(NORMALIZATION, values);
        }
        boolean isImage = shape.size() == IMAGE_RANK && (channels == 1 || channels == 3);
        if (isImage && !entry.has("content")) {
            entry.putObject("content")
                    .putObject("content_properties")
                    .putObject("ImageProperties")
                    .put("color_space", channels == 1 ? "GRAYSCALE" : "RGB");
        }
    }

    private static @Nullable JsonNode unit(JsonNode units) {
        for (JsonNode unit : units) {
            if (unit.path("options").has(NORMALIZATION)) {
                return unit;
            }
        }
        return null;
    }

    /** The normalization that an entry has; empty without, or with one that makes no sense. */
    private static Optional<Normalization> normalization(ObjectNode entry) {
        JsonNode unit = unit(entry.path("process_units"));
        if (unit == null) {
            return Optional.empty();
        }
        try {
            JsonNode options = unit.path("options").path(NORMALIZATION);
            return Optional.of(new Normalization(floats(options.path("mean")), floats(options.path("std"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Float> floats(JsonNode values) {
        List<Float> floats = new ArrayList<>();
        values.forEach(value -> floats.add(value.floatValue()));
        return floats;
    }

    private void label(int place, List<String> labels, List<ObjectNode> ofOutputs) {
        int classes = outputs.classes(place);
        if (labels.size() != classes) {
            throw new MismatchException(labels.size() + " labels, but output '" + outputs.name(place) + "' has "
                    + classes + (classes == 1 ? " class" : " classes") + "; give one label for each, in class order");
        }
        ArrayNode associated = ofOutputs.get(place).withArray(FILES);
        List<String> replaced = new ArrayList<>();
        for (int i = associated.size() - 1; i >= 0; i--) {
            if (associated.get(i).path("type").asText().equals(LABELS)) {
                replaced.add(associated.remove(i).path("name").asText());
            }
        }
        List<String> stillNamed = tree.findValuesAsText("name");
        replaced.stream().filter(name -> !stillNamed.contains(name)).forEach(files::remove);
        String name = freeName(place);
        associated.addObject().put("name", name).put("type", LABELS);
        byte[] lines = (String.join("\n", labels) + "\n").getBytes(StandardCharsets.UTF_8);
        files.put(name, Buffer.ofBytes(lines));
    }

    private String freeName(int place) {
        String stem = outputs.size() == 1 ? "labels" : "labels-" + place;
        String name = stem + ".txt";
        for (int number = 2; files.containsKey(name); number++) {
            name = stem + "-" + number + ".txt";
        }
        return name;
    }

    /** The place of an input or output, called by its old name or its new one. */
    private static int place(Boundary boundary, String name, Map<String, String> renamed) {
        return boundary.place(renamed.getOrDefault(name, name));
    }
}
