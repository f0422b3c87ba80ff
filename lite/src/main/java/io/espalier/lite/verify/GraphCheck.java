// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Subgraph;
import java.util.function.Consumer;

/** One thing that must be so in every subgraph. The name of the class says what. */
interface GraphCheck {
    /** Reports what is wrong: one sentence each, with indices and names. */
    void check(Subgraph subgraph, Consumer<String> report);
}
