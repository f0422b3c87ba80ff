// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.version;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.VersionRule.BroadcastsAboveRank;
import io.espalier.lite.operator.VersionRule.Condition;
import io.espalier.lite.operator.VersionRule.HasInput;
import io.espalier.lite.operator.VersionRule.HasSparseWeights;
import io.espalier.lite.operator.VersionRule.InputsAre;
import io.espalier.lite.operator.VersionRule.OptionIsSet;
import io.espalier.lite.operator.VersionRule.RankAbove;
import io.espalier.lite.operator.VersionRule.RankIsNot;
import io.espalier.lite.operator.VersionRule.RescalesByOneOrMore;
import java.util.function.IntFunction;

/** Whether a condition of the operator table holds for one operator of a graph. */
final class VersionConditions {
    private VersionConditions() {}

    static boolean holds(Condition condition, Operator operator, IntFunction<Tensor> tensors) {
        if (condition instanceof OptionIsSet set) {
            return isSet(operator.options(), set.option());
        }
        if (condition instanceof InputsAre inputs) {
            return operator.inputs().size() == inputs.count();
        }
        if (condition instanceof HasInput input) {
            return operator.hasInput(input.input());
        }
        if (condition instanceof RankAbove rank) {
            return operator.hasInput(rank.input())
                    && shape(operator, rank.input(), tensors).size() > rank.rank();
        }
        if (condition instanceof RankIsNot rank) {
            return operator.hasInput(rank.input())
                    && shape(operator, rank.input(), tensors).size() != rank.rank();
        }
        if (condition instanceof BroadcastsAboveRank rank) {
            return broadcastsAbove(rank.rank(), operator, tensors);
        }
        if (condition instanceof HasSparseWeights) {
            return operator.hasInput(1)
                    && tensors.apply(operator.inputs().get(1)).sparsity().isPresent();
        }
        if (condition instanceof RescalesByOneOrMore) {
            return rescalesByOneOrMore(operator, tensors);
        }
        throw new IllegalArgumentException("no way to tell whether " + condition + " holds");
    }

    private static boolean isSet(Options options, String name) {
        return options.table().fields().stream().anyMatch(field -> field.name().equals(name))
                && !options.isDefault(name);
    }

    private static boolean broadcastsAbove(int rank, Operator operator, IntFunction<Tensor> tensors) {
        if (!operator.hasInput(0) || !operator.hasInput(1)) {
            return false;
        }
        Ints left = shape(operator, 0, tensors);
        Ints right = shape(operator, 1, tensors);
        return !left.equals(right) && Math.max(left.size(), right.size()) > rank;
    }

    private static boolean rescalesByOneOrMore(Operator operator, IntFunction<Tensor> tensors) {
        if (!operator.hasInput(0) || !operator.hasInput(1) || operator.outputs().isEmpty()) {
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

    private static Ints shape(Operator operator, int input, IntFunction<Tensor> tensors) {
        return tensors.apply(operator.inputs().get(input)).shape();
    }
}
