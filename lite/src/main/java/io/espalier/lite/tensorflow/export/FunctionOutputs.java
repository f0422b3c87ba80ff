// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What operators of TensorFlow call their outputs: nodes of functions refer to outputs by these names. */
final class FunctionOutputs {
    private static final Map<String, String> NAMES = names();

    private FunctionOutputs() {}

    private static Map<String, String> names() {
        Map<String, List<String>> operators = Map.of(
                "activations", List.of("Elu", "LeakyRelu", "Relu", "Relu6"),
                "index", List.of("Where"),
                "logsoftmax", List.of("LogSoftmax"),
                "out", List.of("Cumsum"),
                "outputs", List.of("FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxVarsPerChannel"),
                "product", List.of("MatMul"),
                "resized_images", List.of("ResizeBilinear", "ResizeNearestNeighbor"),
                "softmax", List.of("Softmax"),
                "sum", List.of("AddN"));
        Map<String, String> names = new HashMap<>();
        operators.forEach((output, list) -> list.forEach(operator -> names.put(operator, output)));
        ofElements().forEach(names::put);
        return names;
    }

    private static Map<String, String> ofElements() {
        Map<String, String> names = new HashMap<>();
        List.of(
                        "Abs",
                        "Cast",
                        "Ceil",
                        "Cos",
                        "Erf",
                        "Exp",
                        "Floor",
                        "Log",
                        "LogicalNot",
                        "Neg",
                        "Round",
                        "Rsqrt",
                        "Sigmoid",
                        "Sign",
                        "Sin",
                        "Sqrt",
                        "Square",
                        "Tanh",
                        "Transpose",
                        "ZerosLike")
                .forEach(operator -> names.put(operator, "y"));
        List.of(
                        "AddV2",
                        "Atan2",
                        "BitwiseXor",
                        "Div",
                        "Equal",
                        "FloorDiv",
                        "FloorMod",
                        "Greater",
                        "GreaterEqual",
                        "Less",
                        "LessEqual",
                        "LogicalAnd",
                        "LogicalOr",
                        "Maximum",
                        "Minimum",
                        "Mul",
                        "NotEqual",
                        "Pow",
                        "RealDiv",
                        "RightShift",
                        "SquaredDifference",
                        "Sub")
                .forEach(operator -> names.put(operator, "z"));
        return names;
    }

    /** The name of an output and its place in a list of outputs. */
    static String of(String op, int index) {
        if (op.equals("TopKV2")) {
            return index == 0 ? "values:0" : "indices:0";
        }
        return NAMES.getOrDefault(op, "output") + ":" + index;
    }
}
