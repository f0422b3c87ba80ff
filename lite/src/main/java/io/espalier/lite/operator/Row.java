// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * How rows are written. The defaults are the most common values: one activation in and one out, all inputs required, version 1 in float, no
 * other kernel, no target that runs it, no side effects.
 */
final class Row {
    private final BuiltinOperator operator;
    private List<Operand> inputs = List.of(Operand.ACTIVATION);
    private int requiredInputs = 1;
    private boolean repeatsLastInput;
    private List<OutputRole> outputs = List.of(OutputRole.ACTIVATION);
    private boolean repeatsLastOutput;
    private int floatVersion = 1;
    private @Nullable IntegerKernel int8;
    private @Nullable IntegerKernel int16;
    private @Nullable String integerFault;
    private OptionalInt int4Version = OptionalInt.empty();
    private @Nullable HybridKernel hybrid;
    private @Nullable List<Integer> storedWeights;
    private final List<VersionRule> versionRules = new ArrayList<>();
    private Set<TensorType> micro = EnumSet.noneOf(TensorType.class);
    private @Nullable GpuKernel gpu;
    private Movement movement = Movement.NONE;
    private boolean unary;
    private Effect effect = Effect.NONE;

    private Row(BuiltinOperator operator) {
        this.operator = operator;
    }

    static Row row(BuiltinOperator operator) {
        return new Row(operator);
    }

    /** An operator that computes each element from one element of its only input. */
    static Row unary(BuiltinOperator operator) {
        Row row = row(operator);
        row.unary = true;
        return row;
    }

    /** A row that does not describe operands. */
    static Row undescribed(BuiltinOperator operator) {
        return new Row(operator).inputs().outputs();
    }

    static List<OperatorSpec> rows(Row... rows) {
        List<OperatorSpec> built = new ArrayList<>();
        for (Row row : rows) {
            built.add(row.build());
        }
        return List.copyOf(built);
    }

    /** The rows of operators of which the table says nothing, by their names. */
    static List<OperatorSpec> undescribed(String names) {
        List<OperatorSpec> built = new ArrayList<>();
        for (StringTokenizer words = new StringTokenizer(names); words.hasMoreTokens(); ) {
            built.add(undescribed(BuiltinOperator.valueOf(words.nextToken())).build());
        }
        return List.copyOf(built);
    }

    Row inputs(Operand... operands) {
        inputs = List.of(operands);
        requiredInputs = operands.length;
        return this;
    }

    /** How many inputs an operator must have, where not all. */
    Row required(int count) {
        requiredInputs = count;
        return this;
    }

    Row repeatsLastInput() {
        repeatsLastInput = true;
        return this;
    }

    Row outputs(OutputRole... roles) {
        outputs = List.of(roles);
        return this;
    }

    Row repeatsLastOutput() {
        repeatsLastOutput = true;
        return this;
    }

    Row floatVersion(int version) {
        floatVersion = version;
        return this;
    }

    Row int8(int version, ScaleConstraint scales) {
        int8 = new IntegerKernel(version, scales);
        return this;
    }

    Row int16(int version, ScaleConstraint scales) {
        int16 = new IntegerKernel(version, scales);
        return this;
    }

    /** Both kernels, with the same constraint. */
    Row integers(int int8Version, int int16Version, ScaleConstraint scales) {
        return int8(int8Version, scales).int16(int16Version, scales);
    }

    /** The int8 kernel takes int4 weights too, with a scale for each channel or one. */
    Row int8WithInt4(int version) {
        int4Version = OptionalInt.of(version);
        return this;
    }

    /** The runtime has an integer kernel, but this is wrong with it. */
    Row faultyIntegers(String fault) {
        integerFault = fault;
        return this;
    }

    /** Where weights may have one scale or several. */
    Row hybrid(int version, int perChannelVersion) {
        return hybrid(version, OptionalInt.of(perChannelVersion), OptionalInt.empty(), false, OptionalInt.empty());
    }

    /** Where weights of several channels must have a scale for each. */
    Row hybridPerChannel(int version, int perChannelVersion) {
        return hybrid(version, OptionalInt.of(perChannelVersion), OptionalInt.empty(), true, OptionalInt.empty());
    }

    /** Where weights may have one scale or several, and there is the option asymmetric_quantize_inputs. */
    Row hybrid(int version, int perChannelVersion, int asymmetric) {
        return hybrid(
                version, OptionalInt.of(perChannelVersion), OptionalInt.of(asymmetric), false, OptionalInt.empty());
    }

    /** Where weights have one scale, and there is the option asymmetric_quantize_inputs. */
    Row hybridPerTensor(int version, int asymmetric) {
        return hybrid(version, OptionalInt.empty(), OptionalInt.of(asymmetric), false, OptionalInt.empty());
    }

    /** The same, where the kernel is wrong with inputs of more dimensions. */
    Row hybridPerTensor(int version, int asymmetric, int mostDimensions) {
        return hybrid(version, OptionalInt.empty(), OptionalInt.of(asymmetric), false, OptionalInt.of(mostDimensions));
    }

    private Row hybrid(
            int version, OptionalInt perChannel, OptionalInt asymmetric, boolean perChannelOnly, OptionalInt most) {
        hybrid = new HybridKernel(version, perChannel, asymmetric, perChannelOnly, most, OptionalInt.empty());
        return this;
    }

    /** The hybrid kernel takes int4 weights too, with a scale for each channel. */
    Row hybridInt4(int version) {
        hybrid = Objects.requireNonNull(hybrid, "hybrid").withInt4(version);
        return this;
    }

    /** Which inputs to store in fewer bits beside float activations, where those are not exactly its weights. */
    Row storedWeights(Integer... positions) {
        storedWeights = List.of(positions);
        return this;
    }

    Row since(int version, Condition condition) {
        versionRules.add(new VersionRule(version, condition, Optional.empty()));
        return this;
    }

    Row int16Since(int version, Condition condition) {
        versionRules.add(new VersionRule(version, condition, Optional.of(ActivationType.INT16)));
        return this;
    }

    Row micro(TensorType... types) {
        micro = EnumSet.copyOf(Arrays.asList(types));
        return this;
    }

    Row microOfAnyType() {
        micro = EnumSet.allOf(TensorType.class);
        return this;
    }

    Row gpu() {
        gpu = new GpuKernel(List.of());
        return this;
    }

    /** The GPU delegate has a kernel, but does not support uses for which one of these conditions is true. */
    Row gpuUnless(String reason, Condition... conditions) {
        List<GpuKernel.Limit> limits = new ArrayList<>(gpu == null ? List.of() : gpu.limits());
        for (Condition condition : conditions) {
            limits.add(new GpuKernel.Limit(condition, reason));
        }
        gpu = new GpuKernel(limits);
        return this;
    }

    /** The GPU delegate takes the second input only as a constant. */
    Row gpuUnlessComputed() {
        return gpuUnless("its second input is computed", new Condition.InputIsComputed(1));
    }

    Row moves(Movement how) {
        movement = how;
        return this;
    }

    Row effect(Effect besides) {
        effect = besides;
        return this;
    }

    private OperatorSpec build() {
        return new OperatorSpec(
                operator,
                inputs,
                requiredInputs,
                repeatsLastInput,
                outputs,
                repeatsLastOutput,
                floatVersion,
                Optional.ofNullable(int8),
                Optional.ofNullable(int16),
                Optional.ofNullable(integerFault),
                int4Version,
                Optional.ofNullable(hybrid),
                storedWeights(),
                versionRules,
                micro,
                Optional.ofNullable(gpu),
                movement,
                unary,
                effect);
    }

    private List<StoredWeight> storedWeights() {
        List<StoredWeight> stored = new ArrayList<>();
        for (int position = 0; position < inputs.size(); position++) {
            Operand operand = inputs.get(position);
            if (storedWeights == null ? operand instanceof Operand.Weight : storedWeights.contains(position)) {
                stored.add(new StoredWeight(position, channelAxis(operand)));
            }
        }
        return stored;
    }

    // A matrix for whose kernel one scale is all there can be still has channels to a DEQUANTIZE in front of it.
    private static OptionalInt channelAxis(Operand operand) {
        if (operand instanceof Operand.Weight weight) {
            return weight.channelAxis().isEmpty() && weight.rank() > 1 ? OptionalInt.of(0) : weight.channelAxis();
        }
        return OptionalInt.empty();
    }
}
