// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;

/**
 * One rule: where it applies and what it makes of it. What comes out must compute the same as before, up to rounding, with the
 * inputs and outputs of the subgraph as they were.
 */
public abstract class Rewrite {
    private final OperatorPattern pattern;

    /** A rule for the operators that fit a pattern. */
    protected Rewrite(OperatorPattern pattern) {
        this.pattern = pattern;
    }

    /** The pattern; it never changes. */
    public OperatorPattern pattern() {
        return pattern;
    }

    /** Edits the subgraph where the pattern fits, or leaves it alone where on a closer look it must. */
    public abstract void apply(Match match, SubgraphEditor subgraph);

    /** The name of the rule, for messages. */
    public String name() {
        return getClass().getSimpleName();
    }
}
