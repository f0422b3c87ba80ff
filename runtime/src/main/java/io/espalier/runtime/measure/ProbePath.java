// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.base.EspalierException;
import io.espalier.data.array.StoredArray;
import io.espalier.lite.Graph;
import io.espalier.model.Model;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.Subgraph;

/** The class path of {@link MemoryProbe}. JavaCPP looks for each native library in every entry, which takes most of the time of that process. */
final class ProbePath {
    /** One of each jar that the probe needs. */
    private static final List<Class<?>> NEEDED = List.of(
            MemoryProbe.class,
            Graph.class,
            StoredArray.class,
            Model.class,
            EspalierException.class,
            Pointer.class,
            Subgraph.class);

    /** Another, of a module that this one does not read. */
    private static final String FLATBUFFERS = "com.google.flatbuffers.Table";

    private ProbePath() {}

    /**
     * Where those classes lie, with the jars beside them that have their names with more behind it: those of native libraries.
     *
     * @throws IOException if one lies in no file
     */
    static String shortest() throws IOException {
        Set<String> entries = new LinkedHashSet<>();
        for (Class<?> each : needed()) {
            Path entry = location(each);
            entries.add(entry.toString());
            String name = String.valueOf(entry.getFileName());
            Path folder = entry.getParent();
            if (name.endsWith(".jar") && folder != null) {
                String stem = name.substring(0, name.length() - ".jar".length()) + "-";
                try (Stream<Path> beside = Files.list(folder)) {
                    beside.map(Path::toString)
                            .filter(path -> path.startsWith(folder.resolve(stem).toString()) && path.endsWith(".jar"))
                            .forEach(entries::add);
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static List<Class<?>> needed() throws IOException {
        List<Class<?>> needed = new ArrayList<>(NEEDED);
        try {
            needed.add(Class.forName(FLATBUFFERS));
        } catch (ClassNotFoundException e) {
            throw new IOException(FLATBUFFERS + " is not there", e);
        }
        return needed;
    }

    private static Path location(Class<?> each) throws IOException {
        try {
            return Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | RuntimeException e) {
            throw new IOException(each + " lies in no file", e);
        }
    }

    /** All that this process has. Modules run from the class path too. An entry of the module path may be a folder of jars. */
    static String whole() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
            entries.add(entry);
            entries.add(entry + File.separator + "*");
        }
        entries.add(System.getProperty("java.class.path", ""));
        return entries.stream()
                .filter(entry -> !entry.isEmpty() && !entry.equals(File.separator + "*"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
