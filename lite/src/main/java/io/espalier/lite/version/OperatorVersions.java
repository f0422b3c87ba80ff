// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.version;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The lowest version of an operator that has what it is used for.
 *
 * <p>The rules are those of TensorFlow's {@code op_version.cc}, for float operators and for those with int8 weights and float
 * activations ("hybrid"). An operator used in any other way keeps the version that it has.
 */
public final class OperatorVersions {
    private OperatorVersions() {}

    /** The operator with the lowest version that will do. */
    public static Operator lowest(Operator operator, IntFunction<Tensor> tensors) {
        int version = lowestVersion(operator, tensors);
        OperatorCode code = operator.code();
        return version == code.version()
                ? operator
                : operator.withCode(new OperatorCode(code.builtin(), code.customCode(), version));
    }

    /**
     * The graph with one version for all operators of a kind, the highest that one of them needs. A runtime that has it has the lower
     * ones too, and the file lists each kind once.
     */
    public static Graph unify(Graph graph) {
        Map<BuiltinOperator, Integer> highest = new EnumMap<>(BuiltinOperator.class);
        graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.operators().stream())
                .forEach(operator ->
                        highest.merge(operator.code().builtin(), operator.code().version(), Math::max));
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withOperators(subgraph.operators().stream()
                        .map(operator -> unified(operator, highest))
                        .toList()))
                .toList());
    }

    private static Operator unified(Operator operator, Map<BuiltinOperator, Integer> highest) {
        OperatorCode code = operator.code();
        int version = highest.getOrDefault(code.builtin(), code.version());
        return code.builtin() == BuiltinOperator.CUSTOM || version == code.version()
                ? operator
                : operator.withCode(OperatorCode.of(code.builtin(), version));
    }

    private static int lowestVersion(Operator operator, IntFunction<Tensor> tensors) {
        boolean convolution = operator.is(BuiltinOperator.CONV_2D);
        boolean depthwise = operator.is(BuiltinOperator.DEPTHWISE_CONV_2D);
        boolean fullyConnected = operator.is(BuiltinOperator.FULLY_CONNECTED);
        if (!(convolution || depthwise || fullyConnected) || !operator.hasInput(1)) {
            return operator.code().version();
        }
        Tensor weights = tensors.apply(operator.inputs().get(1));
        boolean floatInput = tensors.apply(operator.inputs().get(0)).type() == TensorType.FLOAT32;
        boolean isFloat = floatInput
                && weights.type() == TensorType.FLOAT32
                && !weights.sparsity().isPresent();
        boolean isHybrid = floatInput
                && weights.type() == TensorType.INT8
                && !weights.quantization().scales().isEmpty();
        if (convolution) {
            return isFloat ? 1 : isHybrid ? 5 : operator.code().version();
        }
        if (depthwise) {
            return isFloat
                    ? (isDilated(operator.options()) ? 2 : 1)
                    : isHybrid ? 6 : operator.code().version();
        }
        return isFloat
                ? floatFullyConnected(operator)
                : isHybrid
                        ? hybridFullyConnected(operator, weights)
                        : operator.code().version();
    }

    private static boolean isDilated(Options options) {
        return options.integer("dilation_w_factor") != 1 || options.integer("dilation_h_factor") != 1;
    }

    // One scale for all, which is also what weights with a single channel have, is the older kind.
    private static int hybridFullyConnected(Operator operator, Tensor weights) {
        if (weights.quantization().isPerChannel()) {
            return 12;
        }
        return operator.options().flag("asymmetric_quantize_inputs") ? 9 : 3;
    }

    private static int floatFullyConnected(Operator operator) {
        if (operator.inputs().size() == 2) {
            return 6;
        }
        return operator.options().flag("keep_num_dims") ? 5 : 1;
    }
}
