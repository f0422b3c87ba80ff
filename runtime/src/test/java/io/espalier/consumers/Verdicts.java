// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.consumers.Consumer.Answer;
import io.espalier.consumers.Consumer.Outputs;
import io.espalier.consumers.Consumer.Refusal;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.List;

/**
 * Compares what a table says of a runtime with what the runtime does.
 *
 * @param target whose table it is
 * @param tolerance between its outputs and those of TFLite
 */
record Verdicts(Target target, Consumer consumer, double tolerance) {

    /** The verdict on a graph is what happens to it. */
    void check(String name, Graph graph) {
        Verdict verdict = target.verdict(graph);
        byte[] file = GraphWriter.toBytes(graph);
        List<Values> inputs = List.of(Networks.input(graph));
        Answer answer = consumer.run(file, inputs);
        String found = name + " in " + target.title() + ": the table says it " + verdict.text() + " "
                + target.findings(graph) + ", but it gives ";
        if (verdict == Verdict.REFUSED) {
            assertThat(answer).as(found).isInstanceOf(Refusal.class);
            return;
        }
        assertThat(answer).as(found).isInstanceOf(Outputs.class);
        double difference = answer.values()
                .get(0)
                .differenceFrom(Tflite.XNNPACK.run(file, inputs).values().get(0));
        if (verdict == Verdict.WRONG) {
            assertThat(difference).as(found + "the outputs of TFLite").isGreaterThan(tolerance);
        } else {
            assertThat(difference).as(found + "other outputs than TFLite").isLessThanOrEqualTo(tolerance);
        }
    }
}
