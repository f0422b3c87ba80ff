// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Operators that compute each element of numbers without a scale by itself. */
final class PlainMaps {
    private PlainMaps() {}

    /** @param value in terms of x, the element */
    static List<Step> of(Operation operation, String name, String value) {
        return mapped(operation, name, value, 0);
    }

    /** For float32 alone. */
    static List<Step> real(Operation operation, String name, String value, String... needs) {
        if (operation.input(0).type() != TensorType.FLOAT32) {
            throw new Refusal("there is no kernel for " + operation.input(0).type(), "use FLOAT32");
        }
        return mapped(operation, name, value, 0, needs);
    }

    static List<Step> leakyRelu(Operation operation) {
        return mapped(
                operation,
                "leaky_relu",
                "x < 0.0f ? x * p->alpha : x",
                operation.options().real("alpha"));
    }

    static List<Step> gelu(Operation operation) {
        return operation.options().flag("approximate")
                ? real(
                        operation,
                        "gelu_approximate",
                        "0.5f * x * (1.0f + real_tanh(0.797884561f * (x + 0.044715f * x * x * x)))",
                        "real_tanh")
                : real(operation, "gelu", "0.5f * x * (1.0f + real_erf(x * 0.707106781f))", "real_erf");
    }

    static List<Step> cast(Operation operation) {
        String value = operation.output().type() == TensorType.BOOL ? "x != 0" : "x";
        return mapped(operation, "cast", value, 0);
    }

    private static List<Step> mapped(Operation operation, String name, String value, float alpha, String... needs) {
        String in = Template.type(operation.input(0));
        String out = Template.type(operation.output());
        String types = (in.equals(out) ? in : in + "_" + out).replace("_t", "");
        Template kernel = Template.of("map_of", name + "_" + types)
                .word("IN", in)
                .word("OUT", out)
                .word("VALUE", value)
                .needs(needs);
        return List.of(PointwiseRules.elementwise(operation.step(kernel.toString(), 0), operation)
                .with("alpha", new Real(alpha)));
    }
}
