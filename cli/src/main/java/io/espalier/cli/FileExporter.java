// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes models into single files, which need no options of their own. */
final class FileExporter implements Exporter {
    @Override
    public boolean writes(ModelFormat<?> format) {
        return format.isWritten() && !format.extension().isEmpty();
    }

    @Override
    public List<String> given() {
        return List.of();
    }

    @Override
    public ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException {
        exported.noteLosses(format);
        Optional<? extends ModelFormat<? super Model>> ofLayers = format.of(Model.class);
        Optional<? extends ModelFormat<? super Graph>> ofGraphs = format.of(Graph.class);
        if (ofLayers.isPresent()) {
            ofLayers.get().write(exported.model(), exported.provenance("export " + format.id()), exported.target());
        } else if (ofGraphs.isPresent()) {
            Graph graph = Converter.of(exported.model()).convert();
            ofGraphs.get().write(graph, exported.provenance("convert none"), exported.target());
        } else {
            throw new ModelException(exported.target() + ": a " + format.id() + " file holds no model of layers");
        }
        long bytes = Files.size(exported.target());
        exported.terminal()
                .done(
                        "Exported",
                        String.format(
                                Locale.US,
                                "%s to %s (%,d bytes)",
                                exported.source().path(),
                                exported.target(),
                                bytes));
        return new JsonMapper().createObjectNode().put("bytes", bytes);
    }
}
