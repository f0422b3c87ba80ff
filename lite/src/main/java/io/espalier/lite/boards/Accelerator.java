// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A part of a board that runs some operators; its compiler leaves the others to the processor.
 *
 * @param compiler the program that a model must go through first
 * @param operators those that it runs
 * @param types of the tensors that it takes
 * @param weights the bytes of weights that it holds; more are fetched in each run
 * @param macsPerCycle with 8 bits, at best
 * @param clock in hertz
 * @param stopsAtFirst whether everything behind the first operator that it does not run is left to the processor too
 */
record Accelerator(
        String title,
        String compiler,
        Set<BuiltinOperator> operators,
        Set<TensorType> types,
        OptionalLong weights,
        OptionalInt macsPerCycle,
        OptionalLong clock,
        boolean stopsAtFirst) {
    Accelerator {
        operators = Set.copyOf(operators);
        types = Set.copyOf(types);
    }

    /** The names of the operators that it runs, in order. */
    List<String> operatorNames() {
        return operators.stream().map(Enum::name).sorted().toList();
    }
}
