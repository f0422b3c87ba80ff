// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import io.espalier.base.internal.Sha256;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.model.format.ModelSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What files and folders hold, told by their hashes. */
public final class RunInputs {
    private RunInputs() {}

    /**
     * A file, or a folder of data, of which names and sizes stand for the content: there may be many gigabytes of pictures.
     *
     * @param given the path as run files have it
     */
    public static Input data(String role, String given, Path path) throws IOException {
        return Files.isDirectory(path) ? listed(role, given, path) : whole(role, given, path);
    }

    /** A file, or a folder that holds one model, by all of its bytes. */
    public static Input whole(String role, String given, Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            return new Input(role, given, source.size(), source.sha256());
        }
    }

    /** What was written: a file, or a folder that holds one model. */
    public static Output written(Path folder, Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        try (ModelSource source = ModelSource.open(absolute)) {
            return new Output(folder.relativize(absolute).toString(), source.size(), source.sha256());
        }
    }

    private static Input listed(String role, String given, Path folder) throws IOException {
        StringBuilder list = new StringBuilder();
        long bytes = 0;
        for (Path file : files(folder)) {
            long size = Files.size(file);
            bytes += size;
            list.append(folder.relativize(file)).append(' ').append(size).append('\n');
        }
        return new Input(
                role, given, bytes, Sha256.of(ByteBuffer.wrap(list.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
