// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.rewrite.rule.Rewrite;
import java.util.function.UnaryOperator;

/**
 * One step on the way of a graph, after which it is whole again and is verified.
 *
 * @param name what it does, for messages
 */
public record Stage(String name, UnaryOperator<Graph> work) {
    /** Rules that are applied until none fires. */
    static Stage rules(String name, Rewrite... rules) {
        return new Stage(name, RuleSet.of(rules));
    }

    /** One pass over the graph. */
    static Stage pass(String name, UnaryOperator<Graph> work) {
        return new Stage(name, work);
    }
}
