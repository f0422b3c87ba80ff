// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Operators between numbers and integers, which the twin in float has no more: {@link FakeQuant} rounds their outputs. */
final class QuantizationExport {
    private QuantizationExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(QUANTIZE, QuantizationExport::passed);
        rows.put(DEQUANTIZE, QuantizationExport::passed);
        rows.put(DENSIFY, QuantizationExport::passed);
        rows.put(FAKE_QUANT, QuantizationExport::rounded);
        return rows;
    }

    private static void passed(OperatorCall call) {
        Optional<Operand.Known> known = call.known(0);
        boolean isConstant = known.isPresent() && !call.operator().is(QUANTIZE);
        if (isConstant) {
            call.output(known.get());
        } else {
            call.output(0, call.input(0));
        }
    }

    private static void rounded(OperatorCall call) {
        int bits = call.options().integer("num_bits");
        if (call.options().flag("narrow_range")) {
            throw new UnsupportedPartException("FAKE_QUANT of a narrow range");
        }
        String name = NodeNames.plain(call.result(0).name());
        call.output(FakeQuant.rounded(
                call.nodes(),
                name,
                call.input(0),
                call.options().real("min"),
                call.options().real("max"),
                bits));
    }
}
