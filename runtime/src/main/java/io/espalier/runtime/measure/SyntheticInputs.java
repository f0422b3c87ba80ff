// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.guard.InputGuard;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded random inputs.
 *
 * @param shapes of the inputs, in their order; none for those of the file
 * @param origin the model that has these shapes, for messages
 */
record SyntheticInputs(long seed, List<List<Integer>> shapes, String origin) implements BenchmarkInputs {
    SyntheticInputs {
        shapes = List.copyOf(shapes);
    }

    /** Of the shapes of the file. */
    SyntheticInputs(long seed) {
        this(seed, List.of(), "");
    }

    @Override
    public BenchmarkInputs shapedAs(Interpreter first) {
        return new SyntheticInputs(
                seed, first.inputs().stream().map(TensorInfo::shape).toList(), first.name());
    }

    @Override
    public void resize(Interpreter interpreter) {
        if (shapes.isEmpty()) {
            return;
        }
        List<TensorInfo> inputs = interpreter.inputs();
        if (inputs.size() != shapes.size()) {
            throw otherInputs(interpreter, "it has " + inputs.size() + ", the other " + shapes.size());
        }
        for (TensorInfo input : inputs) {
            List<Integer> shape = shapes.get(input.index());
            if (input.shape().equals(shape)) {
                continue;
            }
            if (!ArrayInputs.accepts(input, shape)) {
                throw otherInputs(
                        interpreter,
                        "its input '" + input.name() + "' has the shape " + ArrayInputs.declared(input)
                                + ", that of the other " + shape);
            }
            interpreter.resizeInput(input.index(), shape);
        }
    }

    private InterpreterException otherInputs(Interpreter interpreter, String why) {
        return new InterpreterException(interpreter.name() + ": takes other inputs than " + origin + ": " + why
                + "; measure forms of one model side by side, with the same batch");
    }

    @Override
    public void write(Interpreter interpreter) {
        SplittableRandom random = new SplittableRandom(seed);
        for (TensorInfo input : interpreter.inputs()) {
            Tensor tensor = interpreter.inputTensor(input.index());
            List<InputGuard.Bound> bounds = interpreter.bounds(input.index());
            ByteBuffer values = SyntheticValues.of(tensor, input.elements(), bounds, random)
                    .orElseThrow(() -> new InterpreterException(interpreter.name()
                            + ": cannot generate values for input '"
                            + input.name() + "' (" + tensor.type() + " " + input.shape() + ")" + user(bounds) + "; "
                            + advice(tensor.type())));
            interpreter.writeInput(input.index(), values);
        }
    }

    private static String user(List<InputGuard.Bound> bounds) {
        return bounds.isEmpty() ? "" : ", which " + bounds.get(0).limit().operator() + " takes";
    }

    private static String advice(TensorType type) {
        return type.bits() == 0
                ? "only a program that creates the resource can run this model"
                : "give real values (--input FILE.npz)";
    }
}
