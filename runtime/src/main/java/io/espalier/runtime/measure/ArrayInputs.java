// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.guard.ArrayValues;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Inputs from arrays. Messages about arrays that do not fit name no model: its caller knows where they come from. */
record ArrayInputs(Map<String, StoredArray> arrays) implements BenchmarkInputs {
    ArrayInputs {
        arrays = Map.copyOf(arrays);
    }

    @Override
    public BenchmarkInputs shapedAs(Interpreter first) {
        return this; // the arrays have the shapes
    }

    @Override
    public void resize(Interpreter interpreter) {
        byInput(interpreter).forEach((input, array) -> {
            if (!accepts(input, array.shape())) {
                throw new InterpreterException("input '" + input.name() + "' takes the shape "
                        + declared(input) + ", but its array has " + array.shape()
                        + "; give the array that shape, including the batch dimension");
            }
            if (!input.shape().equals(array.shape())) {
                interpreter.resizeInput(input.index(), array.shape());
            }
        });
    }

    @Override
    public void write(Interpreter interpreter) {
        byInput(interpreter)
                .forEach((input, array) -> interpreter.writeInput(
                        input.index(),
                        ArrayValues.of(
                                input.name(),
                                array,
                                interpreter.inputTensor(input.index()).type())));
    }

    private Map<TensorInfo, StoredArray> byInput(Interpreter interpreter) {
        List<TensorInfo> inputs = interpreter.inputs();
        Map<TensorInfo, StoredArray> found = new LinkedHashMap<>();
        if (inputs.size() == 1 && arrays.size() == 1) {
            found.put(inputs.get(0), arrays.values().iterator().next());
            return found;
        }
        Map<String, Integer> names = interpreter.inputNames();
        arrays.forEach((name, array) -> {
            Integer index = names.get(name);
            if (index == null) {
                throw new InterpreterException("unknown array '" + name + "'; the model's inputs are " + inputs);
            }
            found.put(inputs.get(index), array);
        });
        inputs.stream().filter(input -> !found.containsKey(input)).findFirst().ifPresent(input -> {
            throw new InterpreterException("missing array for input " + input + "; found " + arrays.keySet());
        });
        return found;
    }

    static List<Integer> declared(TensorInfo input) {
        return input.shapeSignature().isEmpty() ? input.shape() : input.shapeSignature();
    }

    static boolean accepts(TensorInfo input, List<Integer> shape) {
        List<Integer> declared = declared(input);
        return declared.size() == shape.size()
                && IntStream.range(0, shape.size())
                        .allMatch(axis ->
                                declared.get(axis) < 0 || declared.get(axis).equals(shape.get(axis)));
    }
}
