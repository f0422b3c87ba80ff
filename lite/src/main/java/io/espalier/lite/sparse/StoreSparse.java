// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out what was decided for the constants of a subgraph. Each is unpacked in front of the first operator that wants it. */
final class StoreSparse {
    private final Map<Integer, SparseEncoding> forms;
    private final List<Tensor> tensors;
    private final List<Operator> operators = new ArrayList<>();
    /** Which tensor holds what a sparse one is unpacked to. */
    private final Map<Integer, Integer> unpacked = new HashMap<>();

    private StoreSparse(Subgraph subgraph, Map<Integer, SparseEncoding> forms) {
        this.forms = forms;
        this.tensors = new ArrayList<>(subgraph.tensors());
    }

    /**
     * The subgraph with constants stored in these forms.
     *
     * @param forms by tensor
     */
    static Subgraph apply(Subgraph subgraph, Map<Integer, SparseEncoding> forms) {
        StoreSparse store = new StoreSparse(subgraph, forms);
        forms.forEach((tensor, form) -> store.tensors.set(tensor, form.weights()));
        subgraph.operators().forEach(store::add);
        return subgraph.with(store.tensors, subgraph.inputs(), subgraph.outputs(), store.operators);
    }

    private void add(Operator operator) {
        Ints inputs = Ints.of(operator.inputs().stream().map(this::operand).toArray());
        boolean touched = operator.inputs().stream().anyMatch(forms::containsKey);
        operators.add(touched ? OperatorVersions.lowest(operator.withInputs(inputs), tensors::get) : operator);
    }

    private int operand(int tensor) {
        SparseEncoding form = forms.get(tensor);
        return form == null || form.isDirect()
                ? tensor
                : unpacked.computeIfAbsent(tensor, first -> unpack(first, form));
    }

    private int unpack(int sparse, SparseEncoding form) {
        int dense = tensors.size();
        tensors.add(form.unpacked());
        operators.add(SparseEncoding.densify(sparse, dense));
        return dense;
    }
}
