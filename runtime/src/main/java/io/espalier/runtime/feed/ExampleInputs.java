// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a model that examples of a data set are written to, each part to its input. */
public final class ExampleInputs {
    private final Dataset data;
    private final List<PartInput> inputs = new ArrayList<>();
    private ByteBuffer features = ByteBuffer.allocate(0);

    /** @throws InterpreterException if the type of an input does not hold numbers */
    public ExampleInputs(Interpreter interpreter, InputLayouts layouts, Dataset data) {
        this.data = data;
        for (InputLayouts.OfInput input : layouts.inputs()) {
            inputs.add(new PartInput(interpreter, inputs.size(), data.parts(), input.part()));
        }
    }

    /**
     * Writes examples to the inputs, which have the shapes for {@code room} of them. Where fewer are left, the first fills the rest: no other
     * numbers are known to be harmless.
     *
     * @param indices of examples, the first {@code count} of which are read
     * @param targets receives their targets
     * @throws InterpreterException if an operator cannot take one of the numbers, or one is no number where whole numbers are wanted
     */
    public void write(int[] indices, int count, int room, ByteBuffer targets) {
        int example = data.features().bytes();
        if (features.capacity() != room * example) {
            features = ByteBuffer.allocateDirect(room * example).order(ByteOrder.nativeOrder());
        }
        data.read(indices, 0, count, features.clear(), targets);
        for (int i = count; i < room; i++) {
            features.put(i * example, features, 0, example);
        }
        inputs.forEach(input -> input.write(features.clear(), room, indices[0]));
    }
}
