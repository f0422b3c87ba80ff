// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorTableTest {
    static List<OperatorSpec> rows() {
        return OperatorTable.rows();
    }

    @Test
    void everyBuiltinOperatorHasOneRow() {
        assertThat(rows()).extracting(OperatorSpec::operator).containsExactlyInAnyOrder(BuiltinOperator.values());
    }

    /** Values that only move keep their scale, except where converting them is what the operator is for. */
    @ParameterizedTest
    @MethodSource("rows")
    void integerKernelsThatOnlyMoveValuesKeepTheirScale(OperatorSpec row) {
        if (row.movement() != Movement.NONE && row.movement() != Movement.CONVERTS) {
            Stream.of(row.int8(), row.int16())
                    .flatMap(Optional::stream)
                    .forEach(kernel -> assertThat(kernel.scales()).isInstanceOf(ScaleConstraint.SameAsInput.class));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void operatorsThatTakeEachElementAloneHaveOneInputAndOneOutput(OperatorSpec row) {
        if (row.isUnary()) {
            assertThat(row.inputs()).containsExactly(Operand.ACTIVATION);
            assertThat(row.outputs()).containsExactly(OutputRole.ACTIVATION);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void weightsHaveTheirChannelAxisWithinTheirRank(OperatorSpec row) {
        for (int position : row.weights()) {
            Operand.Weight weight = (Operand.Weight) row.input(position).orElseThrow();
            assertThat(weight.rank()).isPositive();
            weight.channelAxis().ifPresent(axis -> assertThat(axis).isBetween(0, weight.rank() - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void operandsReferToOperandsOfTheRightRole(OperatorSpec row) {
        for (Operand operand : row.inputs()) {
            if (operand instanceof Operand.Bias bias) {
                assertThat(row.input(bias.weight()).orElseThrow())
                        .isInstanceOfAny(Operand.Weight.class, Operand.State.class);
                assertThat(row.input(bias.input()).orElseThrow())
                        .isInstanceOfAny(Operand.Activation.class, Operand.Weight.class);
            }
        }
        for (ActivationType type : ActivationType.values()) {
            row.integerKernel(type).map(IntegerKernel::scales).ifPresent(scales -> {
                if (scales instanceof ScaleConstraint.SameAsInput same) {
                    assertThat(row.input(same.input()).orElseThrow())
                            .isInstanceOfAny(Operand.Activation.class, Operand.Weight.class);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void versionsAreCountedFromOneAndEveryIntegerKernelIsAtLeastAsNewAsTheOperator(OperatorSpec row) {
        assertThat(row.floatVersion()).isPositive();
        assertThat(row.requiredInputs())
                .isBetween(row.inputs().isEmpty() ? 0 : 1, row.inputs().size());
        row.int8().ifPresent(kernel -> assertThat(kernel.version()).isGreaterThanOrEqualTo(row.floatVersion()));
        row.int16().ifPresent(kernel -> assertThat(kernel.version()).isGreaterThanOrEqualTo(row.floatVersion()));
        row.versionRules().forEach(rule -> assertThat(rule.version()).isGreaterThan(row.floatVersion()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hybridKernelsHaveWeights(OperatorSpec row) {
        row.hybrid()
                .filter(kernel -> kernel.perChannelVersion().isPresent())
                .ifPresent(kernel -> assertThat(row.weights()).hasSize(1));
    }

    /** The published quantization specification, and the converter's table for 16 bits. */
    @ParameterizedTest
    @EnumSource(
            value = BuiltinOperator.class,
            names = {"LOGISTIC", "SOFTMAX", "TANH"})
    void outputsOfKnownRangeHaveTheirScaleFixed(BuiltinOperator operator) {
        OperatorSpec row = OperatorTable.of(operator);

        ScaleConstraint int8 = row.int8().orElseThrow().scales();
        ScaleConstraint int16 = row.int16().orElseThrow().scales();

        assertThat(int8)
                .isEqualTo(
                        operator == BuiltinOperator.TANH
                                ? new ScaleConstraint.Fixed(1f / 128, 0)
                                : new ScaleConstraint.Fixed(1f / 256, -128));
        assertThat(int16).isEqualTo(new ScaleConstraint.Fixed(1f / 32768, 0));
    }

    @Test
    void operatorsWithAnyNumberOfOperandsRepeatTheLast() {
        OperatorSpec concatenation = OperatorTable.of(BuiltinOperator.CONCATENATION);
        OperatorSpec split = OperatorTable.of(BuiltinOperator.SPLIT);
        OperatorSpec add = OperatorTable.of(BuiltinOperator.ADD);

        assertThat(concatenation.input(7)).contains(Operand.ACTIVATION);
        assertThat(split.output(3)).contains(OutputRole.ACTIVATION);
        assertThat(add.input(2)).isEmpty();
    }
}
