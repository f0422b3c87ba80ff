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
 */
record SyntheticInputs(long seed, List<List<Integer>> shapes) implements BenchmarkInputs {
    SyntheticInputs {
        shapes = List.copyOf(shapes);
    }

    /** Of the shapes of the file. */
    SyntheticInputs(long seed) {
        this(seed, List.of());
    }

    @Override
    public BenchmarkInputs shapedAs(Interpreter first) {
        return new SyntheticInputs(
                seed, first.inputs().stream().map(TensorInfo::shape).toList());
    }

    @Override
    public void resize(Interpreter interpreter) {
        List<TensorInfo> inputs = interpreter.inputs();
        for (int index = 0; index < Math.min(inputs.size(), shapes.size()); index++) {
            if (!inputs.get(index).shape().equals(shapes.get(index))) {
                interpreter.resizeInput(index, shapes.get(index));
            }
        }
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
