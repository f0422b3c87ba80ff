// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.format;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code .tflite} files. {@link GraphReader} and {@link GraphWriter} do the work. */
public enum TfliteFormat implements ModelFormat<Graph> {
    /** TFLite's schema, version 3. */
    TFLITE;

    @Override
    public String id() {
        return "tflite";
    }

    @Override
    public String extension() {
        return ".tflite";
    }

    @Override
    public Set<Class<? extends Graph>> types() {
        return Set.of(Graph.class);
    }

    @Override
    public String about() {
        return "Reads and writes schema version 3, with operators of TFLite 2.20.";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE, Feature.INTEGERS, Feature.SPARSITY);
    }

    @Override
    public boolean isWritten() {
        return true;
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return GraphReader.recognizes(source);
    }

    @Override
    public StoredModel<Graph> read(ModelSource source, ReadOptions options) throws IOException {
        return new StoredGraph(GraphReader.read(source));
    }

    @Override
    public void write(Graph graph, @Nullable Provenance provenance, Path file) throws IOException {
        GraphWriter.write(provenance == null ? graph : graph.withProvenance(provenance), file);
    }

    private record StoredGraph(Graph content) implements StoredModel<Graph> {
        @Override
        public Optional<Provenance> provenance() {
            return content.provenance();
        }
    }
}
