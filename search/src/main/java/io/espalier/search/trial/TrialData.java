// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.data.OpenedDataset;
import java.io.IOException;
import java.io.Serializable;

/** How data are opened where a trial runs, which may be another process or machine: every call gives the same examples in the same order. */
@FunctionalInterface
public interface TrialData extends Serializable {
    /**
     * The data.
     *
     * @throws io.espalier.data.DataFormatException if they cannot be used
     * @throws IOException if they cannot be read
     */
    OpenedDataset open() throws IOException;
}
