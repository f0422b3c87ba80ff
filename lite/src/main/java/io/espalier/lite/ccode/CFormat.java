// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.lite.Graph;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.model.format.WrittenFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** C without an interpreter: a folder with NAME.c, NAME.h and an example. It is written only. */
public enum CFormat implements WrittenFolder<Graph> {
    /** C99, which is also C++. */
    C;

    @Override
    public String id() {
        return "c";
    }

    @Override
    public Set<Class<? extends Graph>> types() {
        return Set.of(Graph.class);
    }

    @Override
    public String about() {
        return "Writes C99 without an interpreter, for microcontrollers.";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE, Feature.INTEGERS);
    }

    @Override
    public void write(Graph model, @Nullable Provenance provenance, Path folder) throws IOException {
        write(
                CExport.of(provenance == null ? model : model.withProvenance(provenance), CSettings.named("model")),
                folder);
    }

    /** Writes all files of an export; the header comes last. */
    public static void write(CExport export, Path folder) throws IOException {
        write(export.files(), folder);
    }

    /**
     * Writes files in their order.
     *
     * @param files their texts by their paths with slashes
     */
    public static void write(Map<String, String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            AtomicFile.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }
}
