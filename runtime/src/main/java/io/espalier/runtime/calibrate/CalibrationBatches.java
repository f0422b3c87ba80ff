// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.feed.BatchSize;
import io.espalier.runtime.feed.ExampleInput;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.feed.StoredFeatures;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Integer> example;
    private final StoredFeatures stored;
    private final ExampleInput input;
    private final int batch;
    private final boolean anySize;
    private final SampleCount progress;

    /** @param examples how many there will be */
    CalibrationBatches(CalibrationPass pass, Dataset data, int examples, SampleCount progress) {
        this.pass = pass;
        this.progress = progress;
        this.interpreter = pass.interpreter();
        this.data = data;
        this.example = BatchSize.example(interpreter, data);
        this.stored = new StoredFeatures(data.features().type(), data.scaling());
        this.input = new ExampleInput(interpreter);
        int own = BatchSize.own(interpreter);
        resize(own);
        List<Integer> sizes = pass.activationSizes();
        int wanted = wanted(sizes, own, examples);
        this.anySize = !pass.keepsState() && scales(sizes, own, wanted);
        this.batch = anySize ? wanted : own;
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

    private void resize(int size) {
        List<Integer> shape = new ArrayList<>();
        if (!interpreter.inputs().get(0).shape().isEmpty()) {
            shape.add(size);
        }
        shape.addAll(example);
        if (!interpreter.inputs().get(0).shape().equals(shape)) {
            interpreter.resizeInput(0, shape);
        }
        pass.shapesHaveChanged();
    }

    /** Runs the examples {@code from} (inclusive) to {@code to} (exclusive). */
    void run(int from, int to) {
        int numbersOfExample = data.features().elements();
        ByteBuffer features = buffer(batch * data.features().bytes());
        ByteBuffer targets = buffer(batch * data.targets().bytes());
        float[] numbers = new float[batch * numbersOfExample];
        for (int first = from; first < to; first += batch) {
            int count = Math.min(batch, to - first);
            int size = anySize ? count : batch;
            if (size != batch) {
                resize(size);
            }
            int[] indices = IntStream.range(first, first + count).toArray();
            data.read(indices, 0, count, features.clear(), targets.clear());
            stored.read(features.flip(), count * numbersOfExample, numbers);
            // a fixed batch's tail repeats an example, as no other numbers are known to be harmless
            for (int i = count; i < size; i++) {
                System.arraycopy(numbers, 0, numbers, i * numbersOfExample, numbersOfExample);
            }
            input.write(numbers, size * numbersOfExample, first, size);
            pass.run(first, count, size);
            progress.add(count);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
