// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.List;

/** Finds out how many examples a model takes at once, and gives its input that shape. */
public final class BatchSize {
    private BatchSize() {}

    /**
     * Resizes the model's input to {@code wanted} examples where the model leaves their number open, else to the number that it fixes.
     *
     * @param outputs the places of the outputs that must have a row for each example
     * @return the examples in one run
     * @throws InterpreterException if the model's input cannot hold the data set's features, or an output has no row for each
     */
    public static int fit(Interpreter interpreter, Dataset data, int wanted, List<Integer> outputs) {
        ExampleLayout layout = layout(interpreter, data);
        if (layout.open() && accepts(interpreter, layout, wanted, outputs)) {
            return wanted;
        }
        int together = layout.together();
        if (accepts(interpreter, layout, together, outputs)) {
            return together;
        }
        TensorInfo output = outputs.stream()
                .map(interpreter.outputs()::get)
                .filter(each -> !hasRows(each, together))
                .findFirst()
                .orElse(interpreter.outputs().get(outputs.get(0)));
        throw new InterpreterException(interpreter.name() + ": its output " + output
                + " is not one row for each of the " + together + " examples of its input");
    }

    /**
     * How the model's input holds the data set's examples.
     *
     * @throws InterpreterException if the model has several inputs, or its input cannot hold the data set's features
     */
    public static ExampleLayout layout(Interpreter interpreter, Dataset data) {
        List<TensorInfo> inputs = interpreter.inputs();
        if (inputs.size() != 1) {
            throw new InterpreterException(interpreter.name() + ": has " + inputs.size() + " inputs, " + inputs
                    + "; a data set can only be used with a model of one input");
        }
        return ExampleLayout.of(interpreter.name(), interpreter.inputTensor(0), data);
    }

    /** Gives the model's input the shape for so many examples. */
    public static void resize(Interpreter interpreter, ExampleLayout layout, int examples) {
        List<Integer> shape = layout.shape(examples);
        if (!interpreter.inputs().get(0).shape().equals(shape)) {
            interpreter.resizeInput(0, shape);
        }
    }

    // a model with a fixed batch inside may take the shape and still answer for one example
    private static boolean accepts(Interpreter interpreter, ExampleLayout layout, int examples, List<Integer> outputs) {
        try {
            resize(interpreter, layout, examples);
            List<TensorInfo> all = interpreter.outputs();
            return outputs.stream().allMatch(output -> hasRows(all.get(output), examples));
        } catch (InterpreterException e) {
            return false;
        }
    }

    private static boolean hasRows(TensorInfo output, int examples) {
        return examples == 1 || (!output.shape().isEmpty() && output.shape().get(0) == examples);
    }
}
