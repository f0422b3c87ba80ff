// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One row of the table: a builtin operator and what can be done with it.
 *
 * @param inputs what each input is; empty for an operator whose operands, kernels and versions the table does not describe
 * @param requiredInputs how many of them an operator must have at least
 * @param repeatsLastInput whether there may be any number of inputs like the last
 * @param outputs what each output is
 * @param repeatsLastOutput whether there may be any number of outputs like the last
 * @param floatVersion the lowest version for float operands, also for an operator without a float kernel
 * @param int8 the kernel for int8 activations; empty if there is none
 * @param int16 the kernel for int16 activations and int8 weights; empty if there is none
 * @param integerFault what is wrong with an integer kernel that the runtime has and the table therefore does not name
 * @param int4Version the version of the int8 kernel that takes int4 weights; empty if none does
 * @param hybrid the kernel for float activations and int8 weights; empty if there is none
 * @param storedWeights inputs that can be stored in fewer bits while activations stay float; a hybrid kernel needs all of them in integers
 *     or none
 * @param versionRules uses that need a later version
 * @param micro the types of activations for which TFLite Micro has a kernel; empty if it has none
 * @param gpu the kernel of TFLite's GPU delegate; empty if it has none
 * @param movement what the operator does if it only moves values
 * @param isUnary whether it computes each element of its output from one element of its only input, of the same type, whatever their
 *     shape and order
 * @param effect what it does besides computing its outputs
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
        Optional<String> integerFault,
        OptionalInt int4Version,
        Optional<HybridKernel> hybrid,
        List<StoredWeight> storedWeights,
        List<VersionRule> versionRules,
        Set<TensorType> micro,
        Optional<GpuKernel> gpu,
        Movement movement,
        boolean isUnary,
        Effect effect) {

    public OperatorSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        storedWeights = List.copyOf(storedWeights);
        versionRules = List.copyOf(versionRules);
        micro = Set.copyOf(micro);
    }

    /** Whether such an operator may go if nobody uses its outputs: it has no side effects and keeps no state. */
    public boolean isPure(Operator operator, IntFunction<Tensor> tensors) {
        return effect != Effect.OUTSIDE
                && operator.inputs().stream()
                        .noneMatch(tensor -> tensor != Operator.ABSENT
                                && tensors.apply(tensor).isVariable());
    }

    /** Whether the input at this position is an activation. */
    public boolean isActivation(int position) {
        return input(position).orElse(Operand.PARAMETER) instanceof Operand.Activation;
    }

    /** What the input at this position is; empty if the operator has no such input. */
    public Optional<Operand> input(int position) {
        return at(inputs, repeatsLastInput, position);
    }

    /** What the output at this position is; empty if the operator has no such output. */
    public Optional<OutputRole> output(int position) {
        return at(outputs, repeatsLastOutput, position);
    }

    /** The tensors of an operator that flow into it as activations, constants among them. */
    public IntStream activationInputs(Operator operator) {
        return IntStream.range(0, operator.inputs().size())
                .filter(position -> isActivation(position) && operator.hasInput(position))
                .map(operator.inputs()::get);
    }

    /** The output tensors of an operator that are activations. */
    public IntStream activationOutputs(Operator operator) {
        return IntStream.range(0, operator.outputs().size())
                .filter(position -> output(position).equals(Optional.of(OutputRole.ACTIVATION)))
                .map(operator.outputs()::get)
                .filter(output -> output != Operator.ABSENT);
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

    /** The kernel for integer activations of this type; empty if there is none, and for float activations. */
    public Optional<IntegerKernel> integerKernel(ActivationType type) {
        return switch (type) {
            case FLOAT32 -> Optional.empty();
            case INT8 -> int8;
            case INT16 -> int16;
        };
    }

    /**
     * What the kernel for integer activations of this type asks of their scales.
     *
     * @throws java.util.NoSuchElementException if there is no such kernel
     */
    public ScaleConstraint scales(ActivationType type) {
        return integerKernel(type).orElseThrow().scales();
    }

    private static <T> Optional<T> at(List<T> roles, boolean repeatsLast, int position) {
        if (position < roles.size()) {
            return Optional.of(roles.get(position));
        }
        return repeatsLast ? Optional.of(roles.get(roles.size() - 1)) : Optional.empty();
    }
}
