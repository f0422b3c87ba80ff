// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.rule.Rewrite;
import io.espalier.lite.verify.GraphVerifier;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a rule or a pass makes of a graph. Each assertion also holds it to what every rewrite owes: inputs and outputs of the graph stay
 * as they are, and the graph is sound.
 */
final class RewriteAssert {
    private final Graph before;
    private final Graph after;

    private RewriteAssert(Graph before, Graph after) {
        this.before = before;
        this.after = after;
    }

    static Rewritten assertThatRewrite(Rewrite... rules) {
        return new Rewritten(RuleSet.of(rules));
    }

    static Rewritten assertThatPass(UnaryOperator<Graph> pass) {
        return new Rewritten(pass);
    }

    /** Waits for a graph. */
    record Rewritten(UnaryOperator<Graph> work) {
        RewriteAssert on(Graph graph) {
            GraphVerifier.verify(graph);
            Graph rewritten = work.apply(graph);
            assertThat(GraphVerifier.problems(rewritten)).isEmpty();
            assertThat(interfaceOf(rewritten.main())).isEqualTo(interfaceOf(graph.main()));
            return new RewriteAssert(graph, rewritten);
        }
    }

    private static List<Tensor> interfaceOf(Subgraph subgraph) {
        return IntStream.concat(subgraph.inputs().stream(), subgraph.outputs().stream())
                .mapToObj(subgraph::tensor)
                .toList();
    }

    /** It fired, and these are the operators now, in the form of {@link Sketch#describe}. */
    RewriteAssert becomes(String... operators) {
        assertThat(after).as("it did not fire on " + Sketch.describe(before)).isNotEqualTo(before);
        assertThat(Sketch.describe(after)).containsExactly(operators);
        return this;
    }

    void doesNotFire() {
        assertThat(Sketch.describe(after)).isEqualTo(Sketch.describe(before));
        assertThat(after).isEqualTo(before);
    }

    /** The constant at this operand of the last operator has these values. */
    RewriteAssert withOperand(int position, float... values) {
        Subgraph subgraph = after.main();
        int last = subgraph.operators().size() - 1;
        int tensor = subgraph.operators().get(last).inputs().get(position);
        FloatBuffer buffer = subgraph.tensor(tensor).buffer().asFloats();
        float[] actual = new float[buffer.remaining()];
        buffer.get(actual);
        assertThat(actual).containsExactly(values);
        return this;
    }

    Graph after() {
        return after;
    }
}
