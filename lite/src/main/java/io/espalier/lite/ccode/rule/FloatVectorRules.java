// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Operators that make elements of all along some axes, in float32. */
final class FloatVectorRules {
    private static final String FIRST = "*from";

    private FloatVectorRules() {}

    static List<Step> softmax(Operation operation) {
        return List.of(vectors(operation.step("softmax_float", 0), operation)
                .with("beta", new Real(operation.options().real("beta"))));
    }

    static List<Step> logSoftmax(Operation operation) {
        return List.of(vectors(operation.step("log_softmax_float", 0), operation));
    }

    static List<Step> l2Normalization(Operation operation) {
        return List.of(vectors(operation.step("l2_normalization_float", 0), operation));
    }

    private static Step vectors(Step step, Operation operation) {
        Ints shape = operation.input(0).shape();
        int length = shape.get(shape.size() - 1);
        return step.with("length", length)
                .with("count", operation.input(0).elements() / length)
                .inPlaceOf(0);
    }

    static List<Step> sum(Operation operation) {
        return reduced(operation, "sum", "0", "part + *x", "sum + part", "sum");
    }

    static List<Step> mean(Operation operation) {
        return reduced(operation, "mean", "0", "part + *x", "sum + part", "sum / (IN)(p->high * p->low)");
    }

    static List<Step> product(Operation operation) {
        return reduced(operation, "product", "1", "part * *x", "sum * part", "sum");
    }

    static List<Step> largest(Operation operation) {
        return reduced(operation, "largest", FIRST, "*x > part ? *x : part", "part > sum ? part : sum", "sum");
    }

    static List<Step> smallest(Operation operation) {
        return reduced(operation, "smallest", FIRST, "*x < part ? *x : part", "part < sum ? part : sum", "sum");
    }

    private static List<Step> reduced(
            Operation operation, String name, String start, String part, String whole, String result) {
        String type = Template.type(operation.input(0));
        Template kernel = Template.of("reduce_plain", name + "_" + type.replace("_t", ""))
                .word("START", start)
                .word("PART", part)
                .word("WHOLE", whole)
                .word("RESULT", result)
                .word("IN", type);
        return ReduceRules.reduced(operation.step(kernel.toString(), 0), operation, ReduceRules.axes(operation));
    }

    /** @param value whether the element s comes before t */
    static List<Step> place(Operation operation, String name, String value) {
        String in = Template.type(operation.input(0));
        String out = operation.output().type() == TensorType.INT64 ? "int64_t" : "int32_t";
        Template kernel = Template.of("arg_place", (name + "_" + in + "_" + out).replace("_t", ""))
                .word("IN", in)
                .word("OUT", out)
                .word("VALUE", value);
        return ReduceRules.reduced(operation.step(kernel.toString(), 0), operation, ReduceRules.axes(operation));
    }
}
