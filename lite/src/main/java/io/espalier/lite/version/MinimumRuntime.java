// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.version;

import io.espalier.lite.Graph;
import io.espalier.lite.Metadata;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Map;
import java.util.Optional;

/**
 * The oldest TFLite runtime that has all operator versions of a graph, kept in its metadata as {@code min_runtime_version}.
 *
 * <p>The numbers are those of TensorFlow's {@code runtime_version.cc}, for the operators that Espalier itself writes. For any other
 * operator what the file said before is believed.
 */
public final class MinimumRuntime {
    private static final RuntimeVersion FIRST = new RuntimeVersion(1, 5, 0);

    private static final Map<OperatorCode, RuntimeVersion> SINCE = Map.ofEntries(
            since(BuiltinOperator.CONV_2D, 5, 2, 4),
            since(BuiltinOperator.DENSIFY, 1, 2, 2),
            since(BuiltinOperator.DEPTHWISE_CONV_2D, 2, 1, 12),
            since(BuiltinOperator.DEPTHWISE_CONV_2D, 6, 2, 3),
            since(BuiltinOperator.FULLY_CONNECTED, 3, 1, 14),
            since(BuiltinOperator.FULLY_CONNECTED, 5, 2, 0),
            since(BuiltinOperator.FULLY_CONNECTED, 6, 2, 1),
            since(BuiltinOperator.FULLY_CONNECTED, 8, 2, 3),
            since(BuiltinOperator.FULLY_CONNECTED, 9, 2, 3),
            since(BuiltinOperator.FULLY_CONNECTED, 12, 2, 17),
            since(BuiltinOperator.LOGISTIC, 1, 1, 14),
            since(BuiltinOperator.MEAN, 1, 1, 6),
            since(BuiltinOperator.MINIMUM, 1, 1, 14),
            since(BuiltinOperator.TANH, 1, 1, 14));

    private MinimumRuntime() {}

    private static Map.Entry<OperatorCode, RuntimeVersion> since(
            BuiltinOperator builtin, int version, int major, int minor) {
        return Map.entry(OperatorCode.of(builtin, version), new RuntimeVersion(major, minor, 0));
    }

    /** The oldest runtime for this graph; never older than what its metadata say already. */
    public static RuntimeVersion of(Graph graph) {
        RuntimeVersion oldest = stated(graph).orElse(FIRST);
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Operator operator : subgraph.operators()) {
                RuntimeVersion needed = SINCE.getOrDefault(operator.code(), FIRST);
                oldest = needed.compareTo(oldest) > 0 ? needed : oldest;
            }
        }
        return oldest;
    }

    /** The graph with its {@code min_runtime_version} up to date. */
    public static Graph stamp(Graph graph) {
        return graph.withMetadata(Metadata.minRuntimeVersion(of(graph).toString()));
    }

    private static Optional<RuntimeVersion> stated(Graph graph) {
        return graph.metadata(Metadata.MIN_RUNTIME_VERSION).flatMap(entry -> RuntimeVersion.parse(entry.asText()));
    }
}
