// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operators of TFLite that become nodes of TensorFlow: one row each. */
final class ExportRules {
    private static final Map<BuiltinOperator, ExportRule> ROWS = rows();

    private ExportRules() {}

    private static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        List.of(
                        ControlExport.rows(),
                        ConvolutionExport.rows(),
                        ElementExport.rows(),
                        MovementExport.rows(),
                        ProductExport.rows(),
                        QuantizationExport.rows(),
                        ReductionExport.rows())
                .forEach(rows::putAll);
        return rows;
    }

    /** The rule of an operator. */
    static Optional<ExportRule> of(BuiltinOperator operator) {
        return Optional.ofNullable(ROWS.get(operator));
    }
}
