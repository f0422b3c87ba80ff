// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.Map;

/** What a model's inputs hold while it is measured. */
sealed interface BenchmarkInputs permits SyntheticInputs, ArrayInputs {
    /**
     * Random numbers, the same each time. Where an input ends in an operator that cannot take every number, such as an index into a table,
     * they are some that it can. A model of which an input holds handles, such as a RESOURCE, is refused.
     */
    static BenchmarkInputs madeUp() {
        return new SyntheticInputs(Benchmark.SEED);
    }

    /**
     * An array for each input, of the input's whole shape, the batch included; where the model leaves sizes open, the input gets those of
     * its array.
     *
     * @param arrays by the name of the input's tensor, or the name that a signature gives it; one for a model of one input may have
     *     any name
     */
    static BenchmarkInputs of(Map<String, StoredArray> arrays) {
        return new ArrayInputs(arrays);
    }

    /** The same for another form of a model: inputs that leave sizes open get the shapes that the first form's have. */
    BenchmarkInputs shapedAs(Interpreter first);

    /**
     * Gives inputs the shapes that the values have.
     *
     * @throws InterpreterException if the values do not fit the inputs
     */
    void resize(Interpreter interpreter);

    /**
     * Writes the values.
     *
     * @throws InterpreterException if an input cannot hold the values, or an operator cannot take them
     */
    void write(Interpreter interpreter);
}
