// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Objects;

/**
 * One step of a subgraph.
 *
 * @param inputs indices of tensors; {@link #ABSENT} where an optional operand is left out
 * @param outputs indices of tensors
 * @param options {@link Options#NONE} where there are none
 * @param customOptions what a custom operator was given, in FlexBuffers or a format of its own
 * @param mutatingVariableInputs for each input, whether the operator changes it; empty where it changes none
 * @param intermediates indices of tensors that a kernel uses inside
 * @param debugMetadataIndex where in the debug metadata it is described, or -1
 */
public record Operator(
        OperatorCode code,
        Ints inputs,
        Ints outputs,
        Options options,
        Buffer customOptions,
        List<Boolean> mutatingVariableInputs,
        Ints intermediates,
        int debugMetadataIndex) {

    /** The index that stands for an optional operand left out. */
    public static final int ABSENT = -1;

    public Operator {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(customOptions, "customOptions");
        Objects.requireNonNull(intermediates, "intermediates");
        mutatingVariableInputs = List.copyOf(mutatingVariableInputs);
    }

    /** A builtin operator. */
    public static Operator of(OperatorCode code, Ints inputs, Ints outputs, Options options) {
        return new Operator(code, inputs, outputs, options, Buffer.EMPTY, List.of(), Ints.EMPTY, -1);
    }

    /** Whether it is this builtin operator. */
    public boolean is(BuiltinOperator builtin) {
        return code.builtin() == builtin;
    }

    /** Whether the operand is there at all: the operator has so many inputs, and this one is not left out. */
    public boolean hasInput(int position) {
        return position < inputs.size() && inputs.get(position) != ABSENT;
    }

    /** A copy with another operator code. */
    public Operator withCode(OperatorCode newCode) {
        return copy(newCode, inputs, outputs, options);
    }

    /** A copy with these inputs. */
    public Operator withInputs(Ints newInputs) {
        return copy(code, newInputs, outputs, options);
    }

    /** A copy with these outputs. */
    public Operator withOutputs(Ints newOutputs) {
        return copy(code, inputs, newOutputs, options);
    }

    /** A copy with these options. */
    public Operator withOptions(Options newOptions) {
        return copy(code, inputs, outputs, newOptions);
    }

    /** A copy with these tensors that its kernel uses inside. */
    public Operator withIntermediates(Ints newIntermediates) {
        return new Operator(
                code,
                inputs,
                outputs,
                options,
                customOptions,
                mutatingVariableInputs,
                newIntermediates,
                debugMetadataIndex);
    }

    private Operator copy(OperatorCode newCode, Ints newInputs, Ints newOutputs, Options newOptions) {
        return new Operator(
                newCode,
                newInputs,
                newOutputs,
                newOptions,
                customOptions,
                mutatingVariableInputs,
                intermediates,
                debugMetadataIndex);
    }
}
