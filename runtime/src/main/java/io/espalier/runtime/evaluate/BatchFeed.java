// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import io.espalier.runtime.feed.BatchSize;
import io.espalier.runtime.feed.ExampleInputs;
import io.espalier.runtime.feed.InputLayouts;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Feeds the examples of a data set to a model, batch by batch, and reads some of its outputs.
 *
 * <p>The last batch may be short: it is run whole, and what stands in its tail is ignored.
 */
final class BatchFeed {
    /** What becomes of a batch that was run. */
    interface Sink {
        /**
         * @param first number of the batch's first example
         * @param count how many examples it has
         * @param outputs for each output that is read its numbers for each example, one after the other; the arrays are used again
         * @param targets the examples' targets from the buffer's position on
         */
        void accept(int first, int count, List<float[]> outputs, ByteBuffer targets);
    }

    private final Interpreter interpreter;
    private final Dataset data;
    private final SampleCount progress;
    private final int batch;
    private final ExampleInputs inputs;
    private final List<OutputRows> outputs;

    /** @param places of the outputs that are read */
    BatchFeed(Interpreter interpreter, Dataset data, int wantedBatch, List<Integer> places, SampleCount progress) {
        this.interpreter = interpreter;
        this.data = data;
        this.progress = progress;
        InputLayouts layouts = InputLayouts.of(interpreter, interpreter.inputNames(), data);
        this.batch = BatchSize.fit(interpreter, layouts, wantedBatch, places);
        this.inputs = new ExampleInputs(interpreter, layouts, data);
        this.outputs = places.stream()
                .map(place -> new OutputRows(interpreter, place, batch))
                .toList();
    }

    /** How many numbers each output that is read has for one example. */
    List<Integer> widths() {
        return outputs.stream().map(OutputRows::width).toList();
    }

    /** How many examples are run at once. */
    int batch() {
        return batch;
    }

    /** Runs the examples {@code from} (inclusive) to {@code to} (exclusive). */
    void each(int from, int to, Sink sink) {
        ByteBuffer targets = buffer(batch * data.targets().bytes());
        List<float[]> rows = outputs.stream().map(OutputRows::numbers).toList();
        for (int first = from; first < to; first += batch) {
            EspalierException.Interrupted.check(interpreter.name());
            int count = Math.min(batch, to - first);
            int[] indices = IntStream.range(first, first + count).toArray();
            inputs.write(indices, count, batch, targets.clear());
            interpreter.runAnew();
            outputs.forEach(output -> output.read(interpreter));
            sink.accept(first, count, rows, targets.flip());
            progress.add(count);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
