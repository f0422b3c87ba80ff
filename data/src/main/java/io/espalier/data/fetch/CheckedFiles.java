// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of a data set that passed their checks.
 *
 * @param source what served them
 * @param contents the content of each file by its name, in the order asked for; direct buffers
 * @param sha256 the SHA-256 of each content by its file's name
 */
public record CheckedFiles(String source, Map<String, ByteBuffer> contents, Map<String, String> sha256) {
    public CheckedFiles {
        contents = Collections.unmodifiableMap(new LinkedHashMap<>(contents));
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }

    static CheckedFiles load(String source, List<PinnedFile> files, Path folder) throws IOException {
        Map<String, ByteBuffer> contents = new LinkedHashMap<>();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (PinnedFile file : files) {
            contents.put(file.name(), file.load(folder.resolve(file.name())));
            hashes.put(file.name(), file.sha256());
        }
        return new CheckedFiles(source, contents, hashes);
    }
}
