// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.List;

/** Finds out how many examples a model takes at once, and gives its inputs the shapes for them. */
public final class BatchSize {
    private BatchSize() {}

    /**
     * Resizes the model's inputs to {@code wanted} examples where the model leaves their number open, else to the number that it fixes.
     *
     * @param outputs the places of the outputs that must have a row for each example
     * @return the examples in one run
     * @throws InterpreterException if an output has no row for each
     */
    public static int fit(Interpreter interpreter, InputLayouts layouts, int wanted, List<Integer> outputs) {
        if (layouts.open() && accepts(interpreter, layouts, wanted, outputs)) {
            return wanted;
        }
        int together = layouts.together();
        if (accepts(interpreter, layouts, together, outputs)) {
            return together;
        }
        TensorInfo output = outputs.stream()
                .map(interpreter.outputs()::get)
                .filter(each -> !hasRows(each, together))
                .findFirst()
                .orElse(interpreter.outputs().get(outputs.get(0)));
        throw new InterpreterException(interpreter.name() + ": its output " + output
                + " is not one row for each of the " + together + " examples of its inputs");
    }

    // a model with a fixed batch inside may take the shape and still answer for one example
    private static boolean accepts(Interpreter interpreter, InputLayouts layouts, int examples, List<Integer> outputs) {
        try {
            layouts.resize(interpreter, examples);
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
