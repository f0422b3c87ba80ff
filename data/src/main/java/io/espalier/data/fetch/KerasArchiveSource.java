// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.data.array.IdxFile;
import io.espalier.data.array.NpzFile;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The npz file that Keras downloaded for {@code keras.datasets}; its arrays are turned into idx files.
 *
 * @param arrays the array that has the content of each wanted file, in the order of the files
 */
public record KerasArchiveSource(Path archive, List<String> arrays) implements DatasetSource {
    public KerasArchiveSource {
        arrays = List.copyOf(arrays);
    }

    @Override
    public String description() {
        return "the Keras cache, " + archive;
    }

    @Override
    public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new IOException("no such file: " + archive);
        }
        try (NpzFile npz = NpzFile.open(archive)) {
            for (int i = 0; i < wanted.size(); i++) {
                Path file = workplace.output().resolve(wanted.get(i).name());
                try (WritableByteChannel channel =
                        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    IdxFile.write(npz.read(arrays.get(i)), channel);
                }
            }
        }
    }
}
