// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import org.tensorflow.Graph;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.RewriterConfig.MemOptType;
import org.tensorflow.proto.RewriterConfig.Toggle;

/**
 * What TensorFlow does to a graph before it first runs a part of it. For small networks that takes longer than to run them. Left out is what finds
 * nothing in our graphs: they have no loops, no functions, and no device but the processor, and results are the same bit for bit.
 */
final class Rewrites {
    private Rewrites() {}

    static GraphOptions all() {
        return options(0);
    }

    /** None for what runs before the graph grows, such as what gives variables their first values. */
    static GraphOptions onceGrown(Graph graph) {
        int nodes = 0;
        for (var all = graph.operations(); all.hasNext(); all.next()) {
            nodes++;
        }
        return options(nodes + 1);
    }

    private static GraphOptions options(int fewestNodes) {
        return GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder()
                        .setMinGraphNodes(fewestNodes)
                        .setDisableTfgOptimizer(true)
                        .setFunctionOptimization(Toggle.OFF)
                        .setImplementationSelector(Toggle.OFF)
                        .setLayoutOptimizer(Toggle.OFF)
                        .setLoopOptimization(Toggle.OFF)
                        .setShapeOptimization(Toggle.OFF)
                        .setMemoryOptimization(MemOptType.NO_MEM_OPT))
                .build();
    }
}
