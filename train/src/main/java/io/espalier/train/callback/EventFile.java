// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** A file of TensorBoard's, written by TensorFlow's own operations. */
final class EventFile implements AutoCloseable {
    private static final int MOST_WAITING_EVENTS = 10;
    private static final int MOST_MILLIS_TO_WAIT = 1000;

    private final Graph graph = new Graph();
    private final Placeholder<TInt64> step;
    private final Placeholder<TString> tag;
    private final Placeholder<TFloat32> value;
    private final Op write;
    private final Op flush;
    private final Op close;
    private final Session session;

    /** Opens a new file in the folder. */
    EventFile(Path folder) {
        Ops tf = Ops.create(graph);
        // Resources live as long as the process and are found by name.
        SummaryWriter writer = tf.summary.summaryWriter(SummaryWriter.sharedName(folder + "#" + System.nanoTime()));
        Op create = tf.summary.createSummaryFileWriter(
                writer,
                tf.constant(folder.toString()),
                tf.constant(MOST_WAITING_EVENTS),
                tf.constant(MOST_MILLIS_TO_WAIT),
                tf.constant(".espalier"));
        step = tf.placeholder(TInt64.class);
        tag = tf.placeholder(TString.class);
        value = tf.placeholder(TFloat32.class);
        write = tf.summary.writeScalarSummary(writer, step, tag, value);
        flush = tf.summary.flushSummaryWriter(writer);
        close = tf.summary.closeSummaryWriter(writer);
        session = new Session(graph);
        session.run(create);
    }

    void write(long at, String name, double number) {
        try (TInt64 stepNow = TInt64.scalarOf(at);
                TString tagNow = TString.scalarOf(name);
                TFloat32 valueNow = TFloat32.scalarOf((float) number)) {
            session.runner()
                    .feed(step, stepNow)
                    .feed(tag, tagNow)
                    .feed(value, valueNow)
                    .addTarget(write)
                    .run()
                    .close();
        }
    }

    void flush() {
        session.run(flush);
    }

    @Override
    public void close() {
        session.run(close);
        session.close();
        graph.close();
    }
}
