// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.lite.Graph;
import io.espalier.lite.sparse.WeightValues;
import io.espalier.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What compression made of a model's kernels, the weights of two dimensions or more.
 *
 * @param sparsity the share of zeros among all their values, from 0 to 1
 * @param distinct how many different values the largest kernel has
 */
record KernelFigures(double sparsity, int distinct) {
    static KernelFigures of(Graph graph) {
        return of(graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.tensors().stream())
                .flatMap(tensor -> WeightValues.of(tensor).stream())
                .toList());
    }

    static KernelFigures of(Model model) {
        List<WeightValues> kernels = new ArrayList<>();
        model.weights().forEach((key, tensor) -> {
            if (tensor.shape().rank() > 1) {
                kernels.add(WeightValues.ofFloats(tensor.buffer()));
            }
        });
        return of(kernels);
    }

    private static KernelFigures of(List<WeightValues> kernels) {
        long elements = kernels.stream().mapToLong(WeightValues::elements).sum();
        long zeros = kernels.stream().mapToLong(WeightValues::zeros).sum();
        int distinct = kernels.stream()
                .max(Comparator.comparingLong(WeightValues::elements))
                .map(WeightValues::distinct)
                .orElse(0);
        return new KernelFigures(elements == 0 ? 0 : (double) zeros / elements, distinct);
    }
}
