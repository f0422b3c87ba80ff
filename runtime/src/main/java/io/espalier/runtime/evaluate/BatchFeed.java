// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.data.Dataset;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.feed.BatchSize;
import io.espalier.runtime.feed.ExampleInput;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.feed.TensorNumbers;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Feeds the examples of a data set to a model of one input and one output, batch by batch.
 *
 * <p>The last batch may be short: it is run whole, and what stands in its tail is ignored.
 */
final class BatchFeed {
    /** What becomes of a batch that was run. */
    interface Sink {
        /**
         * @param first number of the batch's first example
         * @param count how many examples it has
         * @param outputs the model's output for each, one after the other; the array is used again
         * @param targets the examples' targets from the buffer's position on
         */
        void accept(int first, int count, float[] outputs, ByteBuffer targets);
    }

    private final Interpreter interpreter;
    private final Dataset data;
    private final SampleCount progress;
    private final int batch;
    private final int width;
    private final ExampleInput input;
    private final TensorNumbers output;

    BatchFeed(Interpreter interpreter, Dataset data, int wantedBatch, SampleCount progress) {
        this.interpreter = interpreter;
        this.data = data;
        this.progress = progress;
        this.batch = BatchSize.fit(interpreter, data, wantedBatch);
        TensorInfo result = interpreter.outputs().get(0);
        this.width = result.elements() / batch;
        this.input = new ExampleInput(interpreter, data);
        this.output = TensorNumbers.of(interpreter.name(), result);
    }

    /** How many numbers the model gives for one example. */
    int width() {
        return width;
    }

    /** How many examples are run at once. */
    int batch() {
        return batch;
    }

    /** Runs the examples {@code from} (inclusive) to {@code to} (exclusive). */
    void each(int from, int to, Sink sink) {
        ByteBuffer targets = buffer(batch * data.targets().bytes());
        ByteBuffer outputBytes =
                buffer(Math.toIntExact(interpreter.outputs().get(0).type().bytes((long) batch * width)));
        float[] outputs = new float[batch * width];
        for (int first = from; first < to; first += batch) {
            int count = Math.min(batch, to - first);
            int[] indices = IntStream.range(first, first + count).toArray();
            input.write(indices, count, batch, targets.clear());
            interpreter.run();
            interpreter.readOutput(0, outputBytes.clear());
            output.read(outputBytes.flip(), outputs);
            sink.accept(first, count, outputs, targets.flip());
            progress.add(count);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
