// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import java.util.List;

/** There is no data set of that name. The message lists the names there are, and the one that was probably meant. */
public class UnknownDatasetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownDatasetException(String name, List<String> known) {
        super("unknown data set '" + name + "'." + suggestion(name, known) + " Known: " + String.join(", ", known)
                + "; an image folder, an .npy or an .npz file will do, too.");
    }

    private static String suggestion(String name, List<String> known) {
        return NearestName.of(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse("");
    }
}
