// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import java.util.List;
import java.util.Objects;

/**
 * Another subgraph that a step runs.
 *
 * @param name of its function; no other callee has it
 * @param arguments for each input of the program, the position of the step's input that it gets
 * @param results for each output of the program, the position of the step's input that it becomes
 */
public record Callee(String name, Program program, List<Integer> arguments, List<Integer> results) {
    public Callee {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(program, "program");
        arguments = List.copyOf(arguments);
        results = List.copyOf(results);
    }
}
