// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The operators of TensorFlow that become operators of TFLite: one row each. */
final class TensorFlowOperators {
    private static final Map<String, NodeRule> ROWS = rows();

    private TensorFlowOperators() {}

    private static Map<String, NodeRule> rows() {
        Map<String, NodeRule> rows = new HashMap<>();
        List<Map<String, NodeRule>> families = List.of(
                ControlRules.rows(),
                ConvolutionRules.rows(),
                ElementRules.rows(),
                ListRules.rows(),
                MovementRules.rows(),
                ProductRules.rows(),
                QuantizationRules.rows(),
                ReductionRules.rows(),
                ShapeRules.rows());
        families.forEach(rows::putAll);
        return Collections.unmodifiableMap(rows);
    }

    /** The rule of an operator. */
    static Optional<NodeRule> of(String operator) {
        return Optional.ofNullable(ROWS.get(operator));
    }

    /** All operators that have a rule. */
    static SortedSet<String> names() {
        return new TreeSet<>(ROWS.keySet());
    }
}
