// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.HalfPrecision;
import io.espalier.lite.rewrite.StripUnusedTensors;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.SparseDecoder;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph whose float weights are dense float32 constants, so that quantizers find them.
 *
 * <pre>
 *        w (float16, sparse)
 *             |
 *          DENSIFY
 *             |
 *   x    DEQUANTIZE              x    w (float32)
 *    \   /                        \   /
 *   CONV_2D                      CONV_2D
 * </pre>
 *
 * @param sparse how many weights were stored sparse
 * @param halves how many were stored in float16
 * @param variables how many were stored in variables that nothing changes
 */
record PlainWeights(Graph graph, int sparse, int halves, int variables) {
    /**
     * The weights of a graph, made plain; what is quantized to integers stays as it is.
     *
     * @throws io.espalier.lite.InvalidGraphException if a sparse weight is damaged
     */
    static PlainWeights of(Graph graph) {
        int[] counts = new int[2];
        List<Subgraph> plain = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            plain.add(plain(subgraph, counts));
        }
        ConstantVariables variables = ConstantVariables.in(graph.withSubgraphs(plain));
        if (counts[0] + counts[1] + variables.count() == 0) {
            return new PlainWeights(graph, 0, 0, 0);
        }
        // What weights were unpacked from must not be taken for a use of it.
        Graph plainGraph = new StripUnusedTensors().apply(variables.asConstants());
        return new PlainWeights(plainGraph, counts[0], counts[1], variables.count());
    }

    /** What was changed, for people. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (halves > 0) {
            notes.add(weights(halves, " in float16") + " expanded to float32 first");
        }
        if (sparse > 0) {
            notes.add(weights(sparse, " sparse") + " unpacked first; what takes less space sparse is stored so again");
        }
        if (variables > 0) {
            notes.add(weights(variables, " in variables that nothing changes") + " made constants first");
        }
        return notes;
    }

    private static String weights(int count, String how) {
        return count == 1 ? "1 weight stored" + how + " was" : count + " weights stored" + how + " were";
    }

    private static Subgraph plain(Subgraph subgraph, int[] counts) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        for (int index = 0; index < tensors.size(); index++) {
            Tensor tensor = tensors.get(index);
            if (tensor.sparsity().isPresent() && !tensor.buffer().isEmpty() && isFloat(tensor)) {
                tensors.set(index, SparseDecoder.decode(tensor));
                counts[0]++;
            }
        }
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            if (!unpacks(operator, subgraph, tensors)) {
                operators.add(operator);
                continue;
            }
            int output = operator.outputs().get(0);
            Tensor stored = tensors.get(operator.inputs().get(0));
            Tensor expanded = operator.is(BuiltinOperator.DEQUANTIZE) ? HalfPrecision.expand(stored) : stored;
            counts[1] += operator.is(BuiltinOperator.DEQUANTIZE) ? 1 : 0;
            tensors.set(output, tensors.get(output).withBuffer(expanded.buffer()));
        }
        return tensors.equals(subgraph.tensors()) ? subgraph : versioned(subgraph, tensors, operators);
    }

    // Sparse weights asked for a later version.
    private static Subgraph versioned(Subgraph subgraph, List<Tensor> tensors, List<Operator> operators) {
        List<Operator> versioned = operators.stream()
                .map(operator -> operator.inputs().stream()
                                .anyMatch(input -> input != Operator.ABSENT
                                        && !tensors.get(input).equals(subgraph.tensor(input)))
                        ? OperatorVersions.lowest(operator, tensors::get)
                        : operator)
                .toList();
        return subgraph.withTensors(tensors).withOperators(versioned);
    }

    private static boolean unpacks(Operator operator, Subgraph subgraph, List<Tensor> tensors) {
        if (operator.inputs().size() != 1
                || operator.outputs().size() != 1
                || !operator.hasInput(0)
                || subgraph.outputs().contains(operator.outputs().get(0))) {
            return false;
        }
        Tensor stored = tensors.get(operator.inputs().get(0));
        TensorType made = tensors.get(operator.outputs().get(0)).type();
        boolean known = !stored.buffer().isEmpty() && isFloat(stored);
        return known
                && (operator.is(BuiltinOperator.DENSIFY)
                        ? made == stored.type()
                        : operator.is(BuiltinOperator.DEQUANTIZE)
                                && stored.type() == TensorType.FLOAT16
                                && made == TensorType.FLOAT32);
    }

    private static boolean isFloat(Tensor tensor) {
        return (tensor.type() == TensorType.FLOAT32 || tensor.type() == TensorType.FLOAT16)
                && !tensor.quantization().isPresent();
    }
}
