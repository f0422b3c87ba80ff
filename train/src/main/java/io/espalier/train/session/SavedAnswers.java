// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Rows of answers at one output of a SavedModel, as they come. */
final class SavedAnswers {
    private final Path folder;
    private final String output;
    private final int examples;
    private float[] values = new float[0];
    private int[] shape = new int[0];
    private int filled;

    /** @param examples how many rows there are in the end; what comes behind them is ignored */
    SavedAnswers(Path folder, String output, int examples) {
        this.folder = folder;
        this.output = output;
        this.examples = examples;
    }

    void add(org.tensorflow.Tensor batch, int size) {
        long[] dimensions = batch.shape().asArray();
        if (dimensions.length == 0 || dimensions[0] != size) {
            throw new TrainingException(folder + ": its output '" + output + "' has shape " + batch.shape()
                    + " for a batch of " + size + "; the first dimension must be the batch");
        }
        int width = Math.toIntExact(batch.shape().size() / size);
        if (filled == 0) {
            shape = LongStream.of(dimensions).mapToInt(Math::toIntExact).toArray();
            shape[0] = examples;
            values = new float[Math.multiplyExact(examples, width)];
        }
        int numbers = Math.min(size * width, values.length - filled);
        batch.asRawTensor().data().asFloats().read(values, filled, numbers);
        filled += numbers;
    }

    Tensor tensor() {
        return Tensor.of(new Shape(Arrays.stream(shape).boxed().toList()), FloatBuffer.wrap(values));
    }
}
