// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How rows are written. What is not said is the most common: one activation in and one out, all inputs required, version 1 in float, and
 * no other kernel.
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
    private @Nullable HybridKernel hybrid;
    private @Nullable List<Integer> storedWeights;
    private final List<VersionRule> versionRules = new ArrayList<>();
    private Set<ActivationType> micro = EnumSet.noneOf(ActivationType.class);

    private Row(BuiltinOperator operator) {
        this.operator = operator;
    }

    static Row row(BuiltinOperator operator) {
        return new Row(operator);
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

    /** Where weights may have one scale or several. */
    Row hybrid(int version, int perChannelVersion) {
        hybrid = new HybridKernel(
                version, OptionalInt.of(perChannelVersion), OptionalInt.empty(), false, OptionalInt.empty());
        return this;
    }

    /** Where weights of several channels must have a scale for each. */
    Row hybridPerChannel(int version, int perChannelVersion) {
        hybrid = new HybridKernel(
                version, OptionalInt.of(perChannelVersion), OptionalInt.empty(), true, OptionalInt.empty());
        return this;
    }

    /** Where weights may have one scale or several, and there is the option asymmetric_quantize_inputs. */
    Row hybrid(int version, int perChannelVersion, int asymmetricVersion) {
        hybrid = new HybridKernel(
                version,
                OptionalInt.of(perChannelVersion),
                OptionalInt.of(asymmetricVersion),
                false,
                OptionalInt.empty());
        return this;
    }

    /** Where weights have one scale, and there is the option asymmetric_quantize_inputs. */
    Row hybridPerTensor(int version, int asymmetricVersion) {
        hybrid = new HybridKernel(
                version, OptionalInt.empty(), OptionalInt.of(asymmetricVersion), false, OptionalInt.empty());
        return this;
    }

    /** The same, where the kernel is wrong with inputs of more dimensions. */
    Row hybridPerTensor(int version, int asymmetricVersion, int mostDimensions) {
        hybrid = new HybridKernel(
                version, OptionalInt.empty(), OptionalInt.of(asymmetricVersion), false, OptionalInt.of(mostDimensions));
        return this;
    }

    /** Which inputs to store in fewer bits beside float activations, where those are not exactly its weights. */
    Row storedWeights(Integer... positions) {
        storedWeights = List.of(positions);
        return this;
    }

    Row since(int version, VersionRule.Condition condition) {
        versionRules.add(new VersionRule(version, condition, Optional.empty()));
        return this;
    }

    Row int16Since(int version, VersionRule.Condition condition) {
        versionRules.add(new VersionRule(version, condition, Optional.of(ActivationType.INT16)));
        return this;
    }

    Row micro(ActivationType... types) {
        micro = EnumSet.copyOf(Arrays.asList(types));
        return this;
    }

    OperatorSpec build() {
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
                Optional.ofNullable(hybrid),
                storedWeights(),
                versionRules,
                micro);
    }

    private List<StoredWeight> storedWeights() {
        List<Integer> positions = storedWeights != null
                ? storedWeights
                : IntStream.range(0, inputs.size())
                        .filter(position -> inputs.get(position) instanceof Operand.Weight)
                        .boxed()
                        .toList();
        return positions.stream()
                .map(position -> new StoredWeight(position, channelAxis(inputs.get(position))))
                .toList();
    }

    // A matrix for whose kernel one scale is all there can be still has channels to a DEQUANTIZE in front of it.
    private static OptionalInt channelAxis(Operand operand) {
        if (operand instanceof Operand.Weight weight) {
            return weight.channelAxis().isEmpty() && weight.rank() > 1 ? OptionalInt.of(0) : weight.channelAxis();
        }
        return OptionalInt.empty();
    }
}
