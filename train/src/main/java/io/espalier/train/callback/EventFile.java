// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.model.tensor.Tensor;
import io.espalier.train.library.TensorFlowLibrary;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** A file of TensorBoard's, written by TensorFlow's own operations. */
final class EventFile implements AutoCloseable {
    private static final int MOST_WAITING_EVENTS = 10;
    private static final int MOST_MILLIS_TO_WAIT = 1000;

    private final Graph graph = TensorFlowLibrary.newGraph();
    private final Placeholder<TInt64> step;
    private final Placeholder<TString> text;
    private final Placeholder<TFloat32> values;
    private final Op writeScalar;
    private final Op writeHistogram;
    private final Op importEvent;
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
        text = tf.placeholder(TString.class);
        values = tf.placeholder(TFloat32.class);
        writeScalar = tf.summary.writeScalarSummary(writer, step, text, values);
        writeHistogram = tf.summary.writeHistogramSummary(writer, step, text, values);
        importEvent = tf.summary.importEvent(writer, text);
        flush = tf.summary.flushSummaryWriter(writer);
        close = tf.summary.closeSummaryWriter(writer);
        session = new Session(graph);
        session.run(create);
    }

    /** Adds a number under a tag. */
    void write(long at, String tag, double number) {
        try (TFloat32 value = TFloat32.scalarOf((float) number)) {
            write(at, tag, value, writeScalar);
        }
    }

    /** Adds the distribution of numbers, which are finite. */
    void write(long at, String tag, Tensor numbers) {
        Shape shape = Shape.of(numbers.shape().elements());
        try (TFloat32 value = TFloat32.tensorOf(shape, DataBuffers.of(numbers.toArray(), true, false))) {
            write(at, tag, value, writeHistogram);
        }
    }

    private void write(long at, String tag, TFloat32 value, Op summary) {
        try (TInt64 stepNow = TInt64.scalarOf(at);
                TString tagNow = TString.scalarOf(tag)) {
            run(session.runner().feed(step, stepNow).feed(text, tagNow).feed(values, value), summary);
        }
    }

    /** Says that what earlier files of the folder hold of that step and those after it does not count. */
    void restartAt(long firstStep) {
        Event start = Event.newBuilder()
                .setWallTime(System.currentTimeMillis() / 1e3)
                .setStep(firstStep)
                .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
                .build();
        try (TString event = TString.tensorOfBytes(NdArrays.scalarOfObject(start.toByteArray()))) {
            run(session.runner().feed(text, event), importEvent);
        }
    }

    void flush() {
        session.run(flush);
    }

    private static void run(Session.Runner runner, Op target) {
        runner.addTarget(target).run().close();
    }

    @Override
    public void close() {
        session.run(close);
        session.close();
        graph.close();
    }
}
