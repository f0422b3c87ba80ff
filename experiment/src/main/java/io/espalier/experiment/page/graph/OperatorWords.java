// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.inspect.Inspection;
import java.util.StringJoiner;

/** What a drawing says of operators and tensors, which depends on the form of the model's file. */
interface OperatorWords {
    /** What an operator is there for. */
    OperatorKind kind(Operator operator);

    /** What stands at the right of its title; or empty. */
    String tail(Operator operator);

    /** Its options in a line. */
    String options(Operator operator);

    /** Whether type and shape of a tensor are known. */
    default boolean isKnown(Tensor tensor) {
        return true;
    }

    /** Whether products are counted, and time is estimated. */
    default boolean isMeasured() {
        return true;
    }

    /** Words for a .tflite file. */
    static OperatorWords ofTflite(Inspection inspection) {
        return new OperatorWords() {
            @Override
            public OperatorKind kind(Operator operator) {
                return OperatorKind.of(operator.code().builtin());
            }

            @Override
            public String tail(Operator operator) {
                return inspection.options(operator).getOrDefault("fused_activation_function", "");
            }

            @Override
            public String options(Operator operator) {
                StringJoiner text = new StringJoiner(", ");
                inspection.options(operator).forEach((name, value) -> text.add(name + " " + value));
                if (!operator.customOptions().isEmpty()) {
                    text.add("custom options " + operator.customOptions().size() + " bytes");
                }
                if (operator.code().version() > 1) {
                    text.add("version " + operator.code().version());
                }
                return text.toString();
            }
        };
    }
}
