// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.model.format.WrittenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders with a model as C++ for TFLite Micro. {@link MicroExport} does the work, and has options that a format has not. */
public enum MicroFormat implements WrittenFolder<Graph> {
    /** Arrays of bytes and the kernels to register. */
    TFLM;

    @Override
    public String id() {
        return "tflm";
    }

    @Override
    public Set<Class<? extends Graph>> types() {
        return Set.of(Graph.class);
    }

    @Override
    public String about() {
        return "C++ for TFLite Micro: the model, its kernels, its arena. Static shapes; no float16, hybrid or sparse models.";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE, Feature.INTEGERS);
    }

    /** An open batch becomes one example, if no other dimension is open. */
    @Override
    public void write(Graph graph, @Nullable Provenance provenance, Path folder) throws IOException {
        Graph named = provenance == null ? graph : graph.withProvenance(provenance);
        MicroExport.of(folder.toString(), ofOneExample(named), Optional.empty(), MicroOptions.DEFAULTS)
                .write(folder);
    }

    @Override
    public void check(Graph graph) {
        MicroCheck.require("the model", ofOneExample(graph));
    }

    private static Graph ofOneExample(Graph graph) {
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withTensors(
                        subgraph.tensors().stream().map(MicroFormat::closed).toList()))
                .toList());
    }

    private static Tensor closed(Tensor tensor) {
        boolean isBatchAlone = tensor.dynamicShape().stream().skip(1).allMatch(size -> size >= 0);
        return isBatchAlone ? tensor.withDynamicShape(tensor.shape()) : tensor;
    }
}
