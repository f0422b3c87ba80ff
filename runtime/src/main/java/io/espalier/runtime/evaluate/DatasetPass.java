// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.feed.ExampleParts;
import io.espalier.runtime.feed.SampleCount;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.File;
import java.util.List;

/**
 * One pass of a model over a data set.
 *
 * <p>Each thread has an interpreter of its own and a part of the examples: for models small enough to be deployed with TFLite that
 * beats one interpreter with several threads, which must meet at the end of every operator.
 *
 * @param outputs the places of the outputs that are read
 */
record DatasetPass(
        TfliteModel model,
        List<Integer> outputs,
        Dataset data,
        InterpreterOptions options,
        int batch,
        ProgressListener progress) {
    DatasetPass {
        outputs = List.copyOf(outputs);
        batch = Math.max(1, Math.min(batch, data.size()));
    }

    /**
     * Reads the only output.
     *
     * @throws InterpreterException if the model has several
     */
    static DatasetPass ofOnlyOutput(
            TfliteModel model, Dataset data, InterpreterOptions options, int batch, ProgressListener progress) {
        List<String> names = model.graph().outputNames();
        if (names.size() != 1) {
            throw new InterpreterException(
                    model.name() + ": has " + names.size() + " outputs; name one of them: " + String.join(", ", names));
        }
        return new DatasetPass(model, List.of(0), data, options, batch, progress);
    }

    /** What is done with a part of the examples. */
    interface Part<T> {
        T run(BatchFeed feed, int from, int to);
    }

    /**
     * @return what each part gave, in the order of the examples
     * @throws InterpreterException if the runtime refuses the model, or the model the data set
     */
    <T> List<T> run(Part<T> part) {
        SampleCount count = new SampleCount(fileName(), data.size(), progress);
        int threads = Math.max(1, Math.min(options.threads(), data.size() / batch));
        return new ExampleParts(model.name(), data.size(), 1, threads).run((from, to) -> run(count, part, from, to));
    }

    private String fileName() {
        return model.name().substring(model.name().lastIndexOf(File.separatorChar) + 1);
    }

    private <T> T run(SampleCount count, Part<T> part, int from, int to) {
        try (Interpreter interpreter = Interpreter.open(model, options.withThreads(1))) {
            return part.run(new BatchFeed(interpreter, data, batch, outputs, count), from, to);
        }
    }
}
