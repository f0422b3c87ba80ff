// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** Sessions with a number of threads. */
final class Threads {
    private Threads() {}

    static Session session(Graph graph, int threads) {
        return new Session(graph, config(threads));
    }

    static ConfigProto config(int threads) {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
    }
}
