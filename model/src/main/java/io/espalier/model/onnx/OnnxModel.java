// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file says of its graph.
 *
 * @param irVersion the version of the file's form
 * @param producer what wrote it, with its version; empty if it does not say
 * @param operatorSets the versions of sets of operators by their domains; ONNX's own is {@code ai.onnx}
 * @param metadata texts by their keys
 * @param graph the graph that runs
 */
public record OnnxModel(
        long irVersion,
        String producer,
        Map<String, Long> operatorSets,
        Map<String, String> metadata,
        OnnxGraph graph) {
    public OnnxModel {
        operatorSets = Collections.unmodifiableMap(new LinkedHashMap<>(operatorSets));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * A graph, whose nodes and values know each other by names.
     *
     * @param inputs what the caller gives; old files list the constants among them too
     * @param values what the file knows of values between nodes
     */
    public record OnnxGraph(
            String name,
            List<Value> inputs,
            List<Value> outputs,
            List<Value> values,
            List<Constant> constants,
            List<OnnxNode> nodes) {
        public OnnxGraph {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            values = List.copyOf(values);
            constants = List.copyOf(constants);
            nodes = List.copyOf(nodes);
        }

        /** The bytes of all constants, also those among the attributes of nodes, and in the graphs that nodes run. */
        public long constantBytes() {
            long bytes = constants.stream()
                    .mapToLong(each -> each.bytes().remaining())
                    .sum();
            for (OnnxNode node : nodes) {
                bytes += node.constants().stream()
                        .mapToLong(each -> each.bytes().remaining())
                        .sum();
                bytes += node.graphs().values().stream()
                        .mapToLong(OnnxGraph::constantBytes)
                        .sum();
            }
            return bytes;
        }
    }

    /** A value by its name; its type is unknown where it is no tensor, or nothing is said of it. */
    public record Value(String name, OnnxType type, TensorShape shape) {}

    /**
     * A constant.
     *
     * @param bytes of its elements, the low byte first; empty where they lie in another file, or are texts
     */
    public record Constant(Value value, ByteBuffer bytes) {
        public Constant {
            bytes = bytes.asReadOnlyBuffer();
        }
    }

    /**
     * A node.
     *
     * @param domain of its operator; empty for ONNX's own
     * @param inputs names of values; empty for one that is left out
     * @param attributes as text, by their names
     * @param constants the tensors among the attributes, such as the value of {@code Constant}
     * @param graphs that the operator runs, such as the branches of {@code If}, by the names of their attributes; they see the values around them
     */
    public record OnnxNode(
            String name,
            String operator,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, String> attributes,
            List<Constant> constants,
            Map<String, OnnxGraph> graphs) {
        public OnnxNode {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            constants = List.copyOf(constants);
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
            graphs = Collections.unmodifiableMap(new LinkedHashMap<>(graphs));
        }
    }
}
