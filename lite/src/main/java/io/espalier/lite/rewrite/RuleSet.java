// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.rule.Rewrite;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are applied to each subgraph, wherever they fit, until none fires. They are looked up by the kind of their root
 * operator, and after a change only its neighbours are looked at again: the cost grows with the operators and the changes.
 */
public final class RuleSet implements UnaryOperator<Graph> {
    // Every rule makes the graph smaller in some sense; one that does not would run for ever.
    private static final int FIRINGS_PER_OPERATOR = 50;

    private final Map<BuiltinOperator, List<Rewrite>> rulesByRoot = new EnumMap<>(BuiltinOperator.class);

    private RuleSet(List<Rewrite> rules) {
        for (Rewrite rule : rules) {
            for (BuiltinOperator kind : rule.pattern().kinds()) {
                rulesByRoot.computeIfAbsent(kind, root -> new ArrayList<>()).add(rule);
            }
        }
    }

    /** Where several rules fit one operator, the first is tried first. */
    public static RuleSet of(Rewrite... rules) {
        return new RuleSet(List.of(rules));
    }

    @Override
    public Graph apply(Graph graph) {
        List<Subgraph> rewritten = new ArrayList<>();
        boolean fired = false;
        for (Subgraph subgraph : graph.subgraphs()) {
            Optional<Subgraph> changed = rewrite(subgraph);
            fired |= changed.isPresent();
            rewritten.add(changed.orElse(subgraph));
        }
        return fired ? graph.withSubgraphs(rewritten) : graph;
    }

    /** The subgraph after the rules; empty if none fires. */
    private Optional<Subgraph> rewrite(Subgraph subgraph) {
        SubgraphEditor editor = new SubgraphEditor(subgraph);
        Deque<Step> waiting = new ArrayDeque<>(editor.steps());
        int firingsLeft = FIRINGS_PER_OPERATOR * (waiting.size() + 1);
        while (!waiting.isEmpty()) {
            Step step = waiting.remove();
            Rewrite fired = step.isRemoved() ? null : firstToFire(step, editor);
            if (fired != null) {
                waiting.add(step);
                waiting.addAll(editor.takeTouched());
                if (firingsLeft-- == 0) {
                    throw new IllegalStateException("rewriting subgraph '" + subgraph.name()
                            + "' does not end; the last rule to fire was " + fired.name() + " at " + step
                            + ": this is a fault of Espalier, please report it");
                }
            }
        }
        return editor.changes() == 0 ? Optional.empty() : Optional.of(editor.toSubgraph());
    }

    private @Nullable Rewrite firstToFire(Step step, SubgraphEditor editor) {
        for (Rewrite rule : rulesByRoot.getOrDefault(step.operator().code().builtin(), List.of())) {
            int before = editor.changes();
            rule.pattern().match(step, editor).ifPresent(match -> rule.apply(match, editor));
            if (editor.changes() != before) {
                return rule;
            }
        }
        return null;
    }
}
