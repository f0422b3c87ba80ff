// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** Sessions with a number of threads. */
final class Threads {
    /** TensorFlow's number for operations that the thread runs which asks for the step. */
    private static final int CALLER = -1;

    private Threads() {}

    /** A session for a graph that grows once its variables have values. */
    static Session session(Graph graph, int threads) {
        return new Session(
                graph,
                config(threads).toBuilder()
                        .setGraphOptions(Rewrites.onceGrown(graph))
                        .build());
    }

    /**
     * That many threads to share the work of an operation, and as many to run operations side by side, for this session
     * alone. With one or two, the caller runs the operations one after another: others would only wait for the same
     * processors.
     *
     * <p>They sleep while they have nothing to do. TensorFlow lets them spin, which takes the processor from those that
     * work: a step has many operations of a few microseconds, and all threads together may be twice as many as there
     * are processors.
     */
    static ConfigProto config(int threads) {
        return ConfigProto.newBuilder()
                .setUsePerSessionThreads(true)
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads <= 2 ? CALLER : threads)
                .setExperimental(ConfigProto.Experimental.newBuilder().setDisableThreadSpinning(true))
                .setGraphOptions(Rewrites.all())
                .build();
    }
}
