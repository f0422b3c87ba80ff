// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import java.util.Set;
import java.util.function.IntFunction;

/** Something that may be true of one use of an operator; rows of the table say what follows from it. */
public sealed interface Condition {
    /**
     * Whether it is true of this operator.
     *
     * @param tensors of the operator's subgraph, by index
     */
    boolean holds(Operator operator, IntFunction<Tensor> tensors);

    /** An option has another value than the schema's default. */
    record OptionIsSet(String option) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return has(operator.options(), option) && !operator.options().isDefault(option);
        }
    }

    /** A real option has another value than this. */
    record OptionIsNot(String option, float value) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return has(operator.options(), option) && operator.options().real(option) != value;
        }
    }

    /** The operator has exactly this many inputs; optional inputs that are left out count too. */
    record InputsAre(int count) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.inputs().size() == count;
        }
    }

    /** An optional input is present. */
    record HasInput(int input) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.hasInput(input);
        }
    }

    /** An input is not a constant. */
    record InputIsComputed(int input) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.hasInput(input)
                    && !tensors.apply(operator.inputs().get(input)).isConstant();
        }
    }

    /** The number of an input's dimensions is below {@code least} or above {@code most}. */
    record RankIsOutside(int input, int least, int most) implements Condition {
        public static RankIsOutside above(int input, int most) {
            return new RankIsOutside(input, 0, most);
        }

        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            int rank = shape(operator, input, tensors).size();
            return operator.hasInput(input) && (rank < least || rank > most);
        }
    }

    /** The shapes of two inputs differ, and one of them has more dimensions than this. */
    record BroadcastsAboveRank(int rank) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            Ints left = shape(operator, 0, tensors);
            Ints right = shape(operator, 1, tensors);
            return operator.hasInput(0)
                    && operator.hasInput(1)
                    && !left.equals(right)
                    && Math.max(left.size(), right.size()) > rank;
        }
    }

    /** The weights are stored sparsely. */
    record HasSparseWeights() implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.hasInput(1)
                    && tensors.apply(operator.inputs().get(1)).sparsity().isPresent();
        }
    }

    /** The product of the scales of two inputs is not below the scale of the output. */
    record RescalesByOneOrMore() implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            if (!operator.hasInput(0)
                    || !operator.hasInput(1)
                    || operator.outputs().isEmpty()) {
                return false;
            }
            float left = scale(tensors.apply(operator.inputs().get(0)));
            float right = scale(tensors.apply(operator.inputs().get(1)));
            float output = scale(tensors.apply(operator.outputs().get(0)));
            return left != 0 && right != 0 && output != 0 && left * right / output >= 1;
        }

        private static float scale(Tensor tensor) {
            Quantization quantization = tensor.quantization();
            return quantization.scales().isEmpty() ? 0 : quantization.scales().get(0);
        }
    }

    /** The first input and the first output are integers of different scales or zero points. */
    record ScalesDiffer() implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            if (!operator.hasInput(0) || operator.outputs().isEmpty()) {
                return false;
            }
            Quantization input = tensors.apply(operator.inputs().get(0)).quantization();
            Quantization output = tensors.apply(operator.outputs().get(0)).quantization();
            return input.isPresent()
                    && output.isPresent()
                    && !(input.scales().equals(output.scales())
                            && input.zeroPoints().equals(output.zeroPoints()));
        }
    }

    /** The operator's version is greater. */
    record VersionIsAbove(int version) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.code().version() > version;
        }
    }

    /** An input has a scale for each channel. */
    record HasChannelScales(int input) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.hasInput(input)
                    && tensors.apply(operator.inputs().get(input))
                            .quantization()
                            .isPerChannel();
        }
    }

    /** An input has a scale for each block of its rows. */
    record HasBlockScales(int input) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.hasInput(input)
                    && tensors.apply(operator.inputs().get(input))
                                    .quantization()
                                    .details()
                            instanceof Quantization.Details.Blockwise;
        }
    }

    /** The operator applies another activation than RELU and RELU6. */
    record FusesMoreThanRelu() implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return switch (FusedActivation.of(operator)) {
                case NONE, RELU, RELU6 -> false;
                case RELU_N1_TO_1, TANH, SIGN_BIT -> true;
            };
        }
    }

    /** Any input is a constant of this many dimensions. */
    record HasConstantOfRank(int rank) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .mapToObj(tensors)
                    .anyMatch(input -> input.isConstant() && input.shape().size() == rank);
        }
    }

    /** The output has the scale and zero point that the int8 kernel has built in; true of operators whose kernel has none built in. */
    record OutputScaleIsFixed() implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return OperatorTable.of(operator)
                    .int8()
                    .filter(kernel -> kernel.scales() instanceof ScaleConstraint.Fixed)
                    .map(kernel -> (ScaleConstraint.Fixed) kernel.scales())
                    .map(fixed -> Quantization.perTensor(fixed.scale(), fixed.zeroPoint()))
                    .map(fixed -> operator.outputs().stream()
                            .mapToObj(tensors)
                            .map(Tensor::quantization)
                            .allMatch(output -> output.scales().equals(fixed.scales())
                                    && output.zeroPoints().equals(fixed.zeroPoints())))
                    .orElse(true);
        }
    }

    /** It is a custom operator of one of these names. */
    record IsCustom(Set<String> names) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return names.contains(operator.code().customCode());
        }
    }

    /** Something is not true of it. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Operator operator, IntFunction<Tensor> tensors) {
            return !condition.holds(operator, tensors);
        }
    }

    private static boolean has(Options options, String name) {
        return options.table().slot(name) >= 0;
    }

    private static Ints shape(Operator operator, int input, IntFunction<Tensor> tensors) {
        return operator.hasInput(input)
                ? tensors.apply(operator.inputs().get(input)).shape()
                : Ints.EMPTY;
    }
}
