// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A graph of a SavedModel, and how it is used.
 *
 * @param tags what it is for; {@code serve} for use
 * @param tensorflowVersion of the TensorFlow that wrote it; empty if it does not say
 * @param saver how variables are read from the checkpoint
 * @param signatures by their keys, in the order of their names
 * @param assets files beside the graph
 * @param objects the objects of a TensorFlow 2 model, by their numbers; empty for a TensorFlow 1 model
 */
public record MetaGraph(
        List<String> tags,
        String tensorflowVersion,
        GraphDef graph,
        Saver saver,
        Map<String, SignatureDef> signatures,
        List<Asset> assets,
        List<SavedObject> objects) {
    public MetaGraph {
        Objects.requireNonNull(tensorflowVersion, "tensorflowVersion");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(saver, "saver");
        tags = List.copyOf(tags);
        signatures = Collections.unmodifiableMap(new LinkedHashMap<>(signatures));
        assets = List.copyOf(assets);
        objects = List.copyOf(objects);
    }

    /**
     * The nodes that save and restore variables; empty names if there are no variables.
     *
     * @param filename the tensor that takes the prefix of the checkpoint
     * @param save the tensor that saves
     * @param restore the node that restores
     */
    public record Saver(String filename, String save, String restore) {
        /** Nothing to restore. */
        public static final Saver NONE = new Saver("", "", "");
    }

    /** What a caller feeds and fetches, by the names of the signature. */
    public record SignatureDef(Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs, String method) {
        public SignatureDef {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
            Objects.requireNonNull(method, "method");
        }
    }

    /**
     * A tensor of the graph.
     *
     * @param name {@code node:output}; empty for one in parts, such as a sparse tensor
     */
    public record TensorInfo(String name, DataType type, TensorShape shape) {}

    /** A file in {@code assets}, and the tensor that takes its path. */
    public record Asset(String tensor, String file) {}

    /**
     * An object of a TensorFlow 2 model.
     *
     * @param children the numbers of the objects that it holds, by their names
     * @param identifier its class, such as {@code _tf_keras_layer}; empty if it is no such object
     * @param metadata what that class wrote about it, such as Keras's configuration
     * @param variable its name, if it is a variable; else empty
     */
    public record SavedObject(Map<String, Integer> children, String identifier, String metadata, String variable) {
        public SavedObject {
            children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
        }
    }
}
