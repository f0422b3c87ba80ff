// SPDX-License-Identifier: Apache-2.0
/**
 * Makes any TFLite graph smaller and faster without changing what it computes, beyond rounding.
 *
 * <p>Start at {@link io.espalier.lite.rewrite.Stages}, which lists everything that is done, in order. A stage is a set of rules or one
 * pass over the graph. A {@link io.espalier.lite.rewrite.rule.Rewrite} is one rule: a pattern, in the language of {@code
 * io.espalier.lite.rewrite.match}, and what takes its place; its class has a picture of both. A {@link
 * io.espalier.lite.rewrite.RuleSet} applies rules until none fires. Names begin with one of few verbs: Fold (into a constant), Fuse
 * (two operators into one), Strip (what does nothing), Replace (by what does the same better), Share (what is equal). What operators make
 * of constants is computed in {@code io.espalier.lite.rewrite.evaluate}.
 *
 * <p>Rules edit a {@link io.espalier.lite.rewrite.edit.SubgraphEditor}; graphs outside stay immutable. After each stage {@link
 * io.espalier.lite.verify.GraphVerifier} looks at the whole graph.
 */
@NullMarked
package io.espalier.lite.rewrite;

import org.jspecify.annotations.NullMarked;
