// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.ArrayList;
import java.util.List;

/** Finds out how many examples a model takes at once, and gives its input that shape. */
public final class BatchSize {
    private BatchSize() {}

    /**
     * Resizes the model's input to {@code wanted} examples where the model allows it; else leaves it as it is.
     *
     * @return the examples in one run
     * @throws InterpreterException if the model's input cannot hold the data set's features
     */
    public static int fit(Interpreter interpreter, Dataset data, int wanted) {
        List<Integer> example = example(interpreter, data);
        int own = own(interpreter);
        if (accepts(interpreter, wanted, example)) {
            return wanted;
        }
        if (accepts(interpreter, own, example)) {
            return own;
        }
        TensorInfo output = interpreter.outputs().get(0);
        throw new InterpreterException(interpreter.name() + ": the first of its "
                + interpreter.outputs().size() + " outputs, " + output + ", is not one row for each of the " + own
                + " examples of its input");
    }

    /** How many examples the model's input has room for as it is. */
    public static int own(Interpreter interpreter) {
        List<Integer> shape = interpreter.inputs().get(0).shape();
        return shape.isEmpty() ? 1 : Math.max(1, shape.get(0));
    }

    /**
     * The shape of the data set's examples as the model's input has it.
     *
     * @throws InterpreterException if the model has several inputs, or its input cannot hold the data set's features
     */
    public static List<Integer> example(Interpreter interpreter, Dataset data) {
        List<TensorInfo> inputs = interpreter.inputs();
        TensorInfo input = inputs.get(0);
        if (inputs.size() != 1) {
            throw new InterpreterException(interpreter.name() + ": has " + inputs.size() + " inputs, " + inputs
                    + "; a data set can only be used with a model of one input");
        }
        List<Integer> example = exampleShape(input, data);
        if (elements(example) != data.features().elements()) {
            throw new InterpreterException(
                    interpreter.name() + ": input " + input + " takes examples of shape " + example
                            + ", but those of " + data.name() + " have shape "
                            + data.features().shape());
        }
        return example;
    }

    /** The input's shape without the batch; dimensions that the model leaves open are the data set's. */
    private static List<Integer> exampleShape(TensorInfo input, Dataset data) {
        List<Integer> declared = input.shapeSignature().isEmpty() ? input.shape() : input.shapeSignature();
        List<Integer> features = data.features().shape();
        List<Integer> example = new ArrayList<>();
        for (int i = 1; i < declared.size(); i++) {
            boolean open = declared.get(i) < 0 && declared.size() == features.size() + 1;
            example.add(open ? features.get(i - 1) : input.shape().get(i));
        }
        return example;
    }

    // a model with a fixed batch inside may take the shape and still answer for one example
    private static boolean accepts(Interpreter interpreter, int batch, List<Integer> example) {
        List<Integer> shape = new ArrayList<>();
        shape.add(batch);
        shape.addAll(example);
        try {
            if (!interpreter.inputs().get(0).shape().equals(shape)) {
                interpreter.resizeInput(0, shape);
            }
            List<TensorInfo> outputs = interpreter.outputs();
            List<Integer> output = outputs.get(0).shape();
            return outputs.size() == 1 && !output.isEmpty() && output.get(0) == batch;
        } catch (InterpreterException e) {
            return false;
        }
    }

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
