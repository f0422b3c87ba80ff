// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that call other subgraphs, as nodes that call functions. */
final class ControlExport {
    private ControlExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(WHILE, ControlExport::loop);
        rows.put(IF, ControlExport::branch);
        return rows;
    }

    private static AttrValue function(OperatorCall call, String option, boolean isCondition) {
        return new AttrValue.Function(call.functions().name(call.options().integer(option), isCondition), Map.of());
    }

    private static AttrValue shapes(OperatorCall call) {
        return new AttrValue.Items(IntStream.range(0, call.operator().outputs().size())
                .<AttrValue>mapToObj(i ->
                        new AttrValue.Shaped(PlainConstant.shape(call.result(i).dynamicShape())))
                .toList());
    }

    private static List<DataType> types(OperatorCall call, int from) {
        return IntStream.range(from, call.inputs()).mapToObj(call::type).toList();
    }

    private static String[] inputs(OperatorCall call) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < call.inputs(); i++) {
            inputs.add(call.input(i));
        }
        return inputs.toArray(String[]::new);
    }

    private static void loop(OperatorCall call) {
        Attributes attributes = new Attributes()
                .withTypes("T", types(call, 0))
                .with("cond", function(call, "cond_subgraph_index", true))
                .with("body", function(call, "body_subgraph_index", false))
                .with("output_shapes", shapes(call))
                .with("parallel_iterations", 10);
        MovementExport.several(call, "StatelessWhile", attributes, inputs(call));
    }

    private static void branch(OperatorCall call) {
        List<DataType> results = IntStream.range(0, call.operator().outputs().size())
                .mapToObj(call::resultType)
                .toList();
        Attributes attributes = new Attributes()
                .with("Tcond", call.type(0))
                .withTypes("Tin", types(call, 1))
                .withTypes("Tout", results)
                .with("then_branch", function(call, "then_subgraph_index", false))
                .with("else_branch", function(call, "else_subgraph_index", false))
                .with("output_shapes", shapes(call));
        String[] inputs = inputs(call);
        inputs[0] = call.scalar(0);
        MovementExport.several(call, "StatelessIf", attributes, inputs);
    }
}
