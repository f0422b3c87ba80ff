// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import java.util.Optional;

/** One condition that each operator must meet. */
interface OperatorRule {
    /** Why it does not; empty for an operator that does. */
    Optional<String> obstacle(Subgraph subgraph, Operator operator);
}
