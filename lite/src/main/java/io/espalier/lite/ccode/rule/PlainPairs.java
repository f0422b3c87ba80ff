// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.List;

/** Operators that combine the elements of two tensors of numbers without a scale. */
final class PlainPairs {
    private PlainPairs() {}

    /** @param value in terms of s and t, the elements of the first and of the second input */
    static List<Step> arithmetic(Operation operation, String name, String value, String... needs) {
        String type = Template.type(operation.output());
        if (operation.output().type() != TensorType.FLOAT32) {
            requireNoActivation(operation);
            return plain(operation, name, value, type, needs);
        }
        Template kernel =
                Template.of("pair_float", name + "_float").word("VALUE", value).needs(needs);
        return Pairs.looped(FloatLimits.of(operation.step(kernel.toString(), 0, 1), operation), operation);
    }

    static List<Step> comparison(Operation operation, String name, String value) {
        return plain(operation, name, value, "uint8_t");
    }

    static List<Step> floorDiv(Operation operation) {
        return operation.output().type() == TensorType.FLOAT32
                ? arithmetic(operation, "floor_div", "real_floor(s / t)", "real_floor")
                : arithmetic(operation, "floor_div", "s / t - (s % t != 0 && (s < 0) != (t < 0))");
    }

    static List<Step> floorMod(Operation operation) {
        if (operation.output().type() == TensorType.FLOAT32) {
            throw new Refusal("there is no kernel for FLOAT32", "use INT32");
        }
        return arithmetic(operation, "floor_mod", "s % t + (s % t != 0 && (s < 0) != (t < 0) ? t : 0)");
    }

    private static List<Step> plain(Operation operation, String name, String value, String out, String... needs) {
        String in = Template.type(operation.input(0));
        Template kernel = Template.of("pair_of", name + "_" + in.replaceAll("_t$", ""))
                .word("IN", in)
                .word("OUT", out)
                .word("VALUE", value)
                .needs(needs);
        return Pairs.looped(operation.step(kernel.toString(), 0, 1), operation);
    }

    private static void requireNoActivation(Operation operation) {
        ActivationFunction activation = FusedActivation.of(operation.operator());
        if (activation != ActivationFunction.NONE) {
            throw new Refusal("integers with the activation " + activation + " have no kernel", "use FLOAT32");
        }
    }
}
