// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.data.fetch.DatasetSource;
import io.espalier.data.fetch.PinnedFile;
import java.util.List;

/**
 * A data set laid out as {@link MnistFormat}, known beforehand.
 *
 * @param files its files, whose contents are pinned
 * @param classNames the classes in the order of their numbers
 * @param sources where the files may come from, in the order to try them
 */
record NamedDataset(String name, List<PinnedFile> files, List<String> classNames, List<DatasetSource> sources) {
    NamedDataset {
        files = List.copyOf(files);
        classNames = List.copyOf(classNames);
        sources = List.copyOf(sources);
    }
}
