// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.experiment.report.ReportDetails.Histogram;
import io.espalier.experiment.report.ReportDetails.LayerWeights;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.sparse.RealWeights;
import io.espalier.lite.sparse.WeightValues;
import io.espalier.model.Model;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the layers of a model keep, and how the values of its largest kernels are distributed. */
final class WeightEvidence {
    private static final int MOST_HISTOGRAMS = 3;

    private final Map<String, LayerWeights> layers = new LinkedHashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();

    private WeightEvidence() {}

    private record Kernel(String name, long elements, Supplier<FloatBuffer> values) {}

    static WeightEvidence of(Model model) {
        WeightEvidence evidence = new WeightEvidence();
        model.weights().forEach((key, tensor) -> {
            boolean kernel = tensor.shape().rank() > 1;
            FloatBuffer values = tensor.buffer();
            evidence.add(
                    key.layer(),
                    4L * values.limit(),
                    kernel ? WeightValues.ofFloats(values) : new WeightValues(0, 0, 0));
            if (kernel) {
                evidence.kernels.add(new Kernel(key.layer() + "/" + key.weight(), values.limit(), () -> values));
            }
        });
        return evidence;
    }

    static WeightEvidence of(Graph graph) {
        WeightEvidence evidence = new WeightEvidence();
        Set<Buffer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Tensor tensor : subgraph.tensors()) {
                if (!tensor.buffer().isEmpty() && seen.add(tensor.buffer())) {
                    WeightValues values = WeightValues.of(tensor).orElse(new WeightValues(0, 0, 0));
                    evidence.add(layer(tensor.name()), tensor.buffer().size(), values);
                    if (values.elements() > 0) {
                        evidence.kernels.add(
                                new Kernel(tensor.name(), values.elements(), () -> RealWeights.of(tensor)));
                    }
                }
            }
        }
        return evidence;
    }

    // Tensors are named like their layer, a slash, and the weight.
    private static String layer(String tensor) {
        int slash = tensor.lastIndexOf('/');
        return slash < 1 ? tensor : tensor.substring(0, slash);
    }

    private void add(String layer, long bytes, WeightValues values) {
        layers.merge(
                layer,
                new LayerWeights(layer, bytes, values.elements(), values.zeros()),
                (one, other) -> new LayerWeights(
                        layer,
                        one.bytes() + other.bytes(),
                        one.values() + other.values(),
                        one.zeros() + other.zeros()));
    }

    List<LayerWeights> layers() {
        return List.copyOf(layers.values());
    }

    List<Histogram> histograms() {
        return kernels.stream()
                .sorted(Comparator.comparingLong(Kernel::elements).reversed())
                .limit(MOST_HISTOGRAMS)
                .map(kernel -> ValueCounts.of(kernel.name, kernel.values.get()))
                .toList();
    }
}
