// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.List;

/**
 * How one constant of a graph will be stored.
 *
 * @param weights the constant, sparse
 * @param isDirect whether its users take it as it is; else a DENSIFY unpacks it for them
 */
record SparseEncoding(Tensor weights, boolean isDirect) {
    /** What DENSIFY makes of it. */
    Tensor unpacked() {
        return weights.withName(weights.name() + "/dense")
                .withBuffer(Buffer.EMPTY)
                .withoutSparsity();
    }

    static Operator densify(int sparse, int dense) {
        return Operator.of(
                OperatorCode.of(BuiltinOperator.DENSIFY, 1),
                Ints.of(sparse),
                Ints.of(dense),
                Options.of(OptionsTable.DENSIFY));
    }

    /**
     * How many bytes these take in a file, and what it needs to unpack them: exactly, but for what they share with the rest of a file,
     * such as names of operators, and for padding. The writer tells, given a graph of nothing else.
     */
    static long fileBytes(List<SparseEncoding> forms) {
        List<Tensor> declared = forms.stream()
                .map(form -> form.weights().withBuffer(Buffer.EMPTY).withoutSparsity())
                .toList();
        List<Tensor> tensors =
                new ArrayList<>(forms.stream().map(SparseEncoding::weights).toList());
        List<Operator> operators = new ArrayList<>();
        for (int sparse = 0; sparse < forms.size(); sparse++) {
            if (!forms.get(sparse).isDirect()) {
                operators.add(densify(sparse, tensors.size()));
                tensors.add(forms.get(sparse).unpacked());
            }
        }
        return GraphWriter.size(graph(tensors, operators)) - GraphWriter.size(graph(declared, List.of()));
    }

    private static Graph graph(List<Tensor> tensors, List<Operator> operators) {
        Subgraph subgraph = new Subgraph("", tensors, Ints.EMPTY, Ints.EMPTY, operators);
        return new Graph("", List.of(subgraph), List.of(), List.of());
    }
}
