// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.version;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.ActivationType;
import io.espalier.lite.operator.HybridKernel;
import io.espalier.lite.operator.IntegerKernel;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.OperatorUse;
import io.espalier.lite.operator.StoredWeight;
import io.espalier.lite.operator.VersionRule;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * The lowest version of an operator that has what it is used for.
 *
 * <p>The versions are those of the operator table. An operator that it does not know, or that is used with other types, keeps the version
 * that it has.
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
        if (operator.is(BuiltinOperator.DEQUANTIZE)) {
            return dequantize(tensors.apply(operator.inputs().get(0)));
        }
        return OperatorUse.of(operator, tensors)
                .flatMap(use -> lowestVersion(OperatorTable.of(operator), use, operator, tensors))
                .orElse(operator.code().version());
    }

    private static Optional<Integer> lowestVersion(
            OperatorSpec row, OperatorUse use, Operator operator, IntFunction<Tensor> tensors) {
        return versionForTypes(row, use, operator, tensors).map(version -> {
            int lowest = version;
            for (VersionRule rule : row.versionRules()) {
                if (rule.appliesTo(use.activations()) && rule.condition().holds(operator, tensors)) {
                    lowest = Math.max(lowest, rule.version());
                }
            }
            return lowest;
        });
    }

    private static Optional<Integer> versionForTypes(
            OperatorSpec row, OperatorUse use, Operator operator, IntFunction<Tensor> tensors) {
        if (use.isHybrid()) {
            return row.hybrid().flatMap(kernel -> hybridVersion(kernel, row, operator, tensors));
        }
        if (use.activations() == ActivationType.INT8 && hasInt4Weights(row, operator, tensors)) {
            return boxed(row.int4Version());
        }
        return use.activations() == ActivationType.FLOAT32
                ? Optional.of(row.floatVersion())
                : row.integerKernel(use.activations()).map(IntegerKernel::version);
    }

    private static boolean hasInt4Weights(OperatorSpec row, Operator operator, IntFunction<Tensor> tensors) {
        return row.weights().stream()
                .filter(operator::hasInput)
                .anyMatch(position ->
                        tensors.apply(operator.inputs().get(position)).type() == TensorType.INT4);
    }

    // One scale for all, which is also what weights with a single channel have, is the older kind.
    private static Optional<Integer> hybridVersion(
            HybridKernel kernel, OperatorSpec row, Operator operator, IntFunction<Tensor> tensors) {
        List<Tensor> weights = row.storedWeights().stream()
                .map(StoredWeight::position)
                .filter(operator::hasInput)
                .map(position -> tensors.apply(operator.inputs().get(position)))
                .toList();
        if (weights.stream().anyMatch(tensor -> tensor.type() == TensorType.INT4)) {
            return boxed(kernel.int4Version());
        }
        if (weights.stream().anyMatch(tensor -> tensor.quantization().isPerChannel())) {
            return boxed(kernel.perChannelVersion());
        }
        boolean asymmetric =
                kernel.asymmetricVersion().isPresent() && operator.options().flag("asymmetric_quantize_inputs");
        return asymmetric ? boxed(kernel.asymmetricVersion()) : Optional.of(kernel.version());
    }

    // The table speaks of activations; constants have other types, and scales for each channel.
    private static int dequantize(Tensor input) {
        return switch (input.type()) {
            case INT4 -> 6;
            case INT8 -> input.quantization().isPerChannel() ? 5 : 2;
            case FLOAT16, INT16 -> 3;
            default -> 1;
        };
    }

    private static Optional<Integer> boxed(OptionalInt version) {
        return version.isPresent() ? Optional.of(version.getAsInt()) : Optional.empty();
    }
}
