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

/** Seeded random inputs. */
record SyntheticInputs(long seed) implements BenchmarkInputs {
    @Override
    public void resize(Interpreter interpreter) {
        // the shapes of the file
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
