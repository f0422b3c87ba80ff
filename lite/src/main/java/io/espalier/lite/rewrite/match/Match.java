// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.match;

import io.espalier.lite.rewrite.edit.Step;
import java.util.HashMap;
import java.util.Map;

/** A place in a subgraph where a pattern fits. Immutable. */
public final class Match {
    private final Step root;
    private final Map<Capture<?>, Object> captured;

    private Match(Step root, Map<Capture<?>, Object> captured) {
        this.root = root;
        this.captured = captured;
    }

    static Match at(Step root) {
        return new Match(root, Map.of());
    }

    /** The operator that the whole pattern is about. */
    public Step root() {
        return root;
    }

    /**
     * What was caught there.
     *
     * @throws IllegalStateException if the pattern has no such capture
     */
    public <T> T get(Capture<T> capture) {
        Object value = captured.get(capture);
        if (value == null) {
            throw new IllegalStateException("the pattern captures no '" + capture + "', but " + captured.keySet());
        }
        return capture.cast(value);
    }

    <T> Match with(Capture<T> capture, T value) {
        Map<Capture<?>, Object> more = new HashMap<>(captured);
        more.put(capture, value);
        return new Match(root, more);
    }
}
