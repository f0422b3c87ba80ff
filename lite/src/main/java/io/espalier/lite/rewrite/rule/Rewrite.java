// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.rewrite.match.OperatorPattern;

/**
 * One rule: a pattern, and the change of what matches it. The changed subgraph must compute the same as before, up to rounding, and keep its
 * inputs and outputs.
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

    /** Edits the subgraph where the pattern matches; may also leave it unchanged. */
    public abstract void apply(Match match, SubgraphEditor subgraph);

    /** The name of the rule, for messages. */
    public String name() {
        return getClass().getSimpleName();
    }
}
