// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One row of the table: a builtin operator and what can be done with it.
 *
 * @param inputs what each input is
 * @param requiredInputs how many of them an operator must have at least
 * @param repeatsLastInput whether there may be any number of inputs like the last
 * @param outputs what each output is
 * @param repeatsLastOutput whether there may be any number of outputs like the last
 * @param floatVersion the lowest version for float operands; also of an operator that has no float kernel
 * @param int8 the kernel for int8 activations; empty where there is none
 * @param int16 the kernel for int16 activations and int8 weights; empty where there is none
 * @param hybrid the kernel for float activations and int8 weights; empty where there is none
 * @param storedWeights inputs to store in fewer bits while activations stay float. All of them are integers or none is where there is
 *     a hybrid kernel
 * @param versionRules uses that need a later version
 * @param micro the types of activations for which TFLite Micro has a kernel; empty where it has none
 */
public record OperatorSpec(
        BuiltinOperator operator,
        List<Operand> inputs,
        int requiredInputs,
        boolean repeatsLastInput,
        List<OutputRole> outputs,
        boolean repeatsLastOutput,
        int floatVersion,
        Optional<IntegerKernel> int8,
        Optional<IntegerKernel> int16,
        Optional<HybridKernel> hybrid,
        List<StoredWeight> storedWeights,
        List<VersionRule> versionRules,
        Set<ActivationType> micro) {

    public OperatorSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        storedWeights = List.copyOf(storedWeights);
        versionRules = List.copyOf(versionRules);
        micro = Set.copyOf(micro);
    }

    /** What the input at this position is; empty where the operator has no such input. */
    public Optional<Operand> input(int position) {
        return at(inputs, repeatsLastInput, position);
    }

    /** What the output at this position is; empty where the operator has no such output. */
    public Optional<OutputRole> output(int position) {
        return at(outputs, repeatsLastOutput, position);
    }

    /** The positions of the inputs that are weights. */
    public List<Integer> weights() {
        return IntStream.range(0, inputs.size())
                .filter(position -> inputs.get(position) instanceof Operand.Weight)
                .boxed()
                .toList();
    }

    /** The position of the first input that is a bias. */
    public OptionalInt bias() {
        return IntStream.range(0, inputs.size())
                .filter(position -> inputs.get(position) instanceof Operand.Bias)
                .findFirst();
    }

    /** The kernel for integer activations of this type; empty where there is none, and for float ones. */
    public Optional<IntegerKernel> integerKernel(ActivationType type) {
        return switch (type) {
            case FLOAT32 -> Optional.empty();
            case INT8 -> int8;
            case INT16 -> int16;
        };
    }

    private static <T> Optional<T> at(List<T> roles, boolean repeatsLast, int position) {
        if (position < roles.size()) {
            return Optional.of(roles.get(position));
        }
        return repeatsLast ? Optional.of(roles.get(roles.size() - 1)) : Optional.empty();
    }
}
