// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.feed.ExampleInputs;
import io.espalier.runtime.feed.InputLayouts;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Feeds a part of a data set to a pass, in batches where the model takes them. */
final class CalibrationBatches {
    private static final int LARGEST = 32;

    // measured on ResNet8: as many activations as the second-level cache holds; more wait for memory when they are read
    // again
    private static final int FLOATS = 1 << 19;

    private final CalibrationPass pass;
    private final Interpreter interpreter;
    private final Dataset data;
    private final InputLayouts layouts;
    private final ExampleInputs inputs;
    private final SampleCount progress;
    private int batch;

    /**
     * @param names the places of the inputs by their names
     * @param examples how many there will be
     */
    CalibrationBatches(
            CalibrationPass pass, Map<String, Integer> names, Dataset data, int examples, SampleCount progress) {
        this.pass = pass;
        this.progress = progress;
        this.interpreter = pass.interpreter();
        this.data = data;
        this.layouts = InputLayouts.of(interpreter, names, data);
        this.inputs = new ExampleInputs(interpreter, layouts, data);
        int own = layouts.together();
        resize(own);
        List<Integer> sizes = pass.activationSizes();
        int wanted = wanted(sizes, own, examples);
        this.batch = layouts.open() && !pass.keepsState() && scales(sizes, own, wanted) ? wanted : own;
        resize(batch);
    }

    // equal batches, so that the last one seldom needs a shape of its own
    private static int wanted(List<Integer> sizes, int own, int examples) {
        long floats = sizes.stream().mapToLong(Integer::longValue).sum() / own;
        int most = (int) Math.max(1, Math.min(LARGEST, FLOATS / Math.max(1, floats)));
        int runs = (examples + most - 1) / most;
        return (examples + runs - 1) / runs;
    }

    // a model may take a batch and have an inner shape that does not follow; then its examples would mix
    private boolean scales(List<Integer> sizes, int own, int wanted) {
        try {
            resize(wanted);
        } catch (InterpreterException e) {
            return false;
        }
        List<Integer> now = pass.activationSizes();
        return IntStream.range(0, sizes.size()).allMatch(i -> (long) now.get(i) * own == (long) sizes.get(i) * wanted);
    }

    /** How many examples are run at once; the last ones may be fewer. */
    int batch() {
        return batch;
    }

    private void resize(int size) {
        layouts.resize(interpreter, size);
        pass.shapesHaveChanged();
    }

    /** Runs the examples {@code from} (inclusive) to {@code to} (exclusive). */
    void run(int from, int to) {
        int first = from;
        while (first < to) {
            EspalierException.Interrupted.check(interpreter.name());
            int count = Math.min(batch, to - first);
            if (!runBatch(first, count)) {
                batch = layouts.together();
                resize(batch);
                continue;
            }
            progress.add(count);
            first += count;
        }
    }

    /** Returns false where the model turns out to compute shapes, for which nothing says that a batch changes nothing. */
    private boolean runBatch(int first, int count) {
        boolean alone = batch == layouts.together();
        int room = alone ? batch : count;
        if (room != batch) {
            resize(room);
        }
        ByteBuffer targets = ByteBuffer.allocateDirect(count * data.targets().bytes());
        inputs.write(
                IntStream.range(first, first + count).toArray(), count, room, targets.order(ByteOrder.nativeOrder()));
        if (alone) {
            pass.run(first, count, room);
            return true;
        }
        return pass.runIfShapesStay(first, count, room);
    }
}
