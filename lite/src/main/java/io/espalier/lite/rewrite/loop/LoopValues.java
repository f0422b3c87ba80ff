// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.loop.Operand.Stream;
import io.espalier.lite.rewrite.loop.Steps.Packed;
import java.util.List;
import java.util.Optional;

/**
 * What a loop over steps takes from outside besides states.
 *
 * @param streams sequences of which each step takes a part
 * @param given values from before the loop that are no constants
 */
record LoopValues(List<Stream> streams, List<Integer> given) {
    static LoopValues of(Subgraph main, Steps steps) {
        List<Operand> all =
                steps.operands().stream().flatMap(List::stream).distinct().toList();
        List<Stream> streams = all.stream()
                .filter(Operand.Streamed.class::isInstance)
                .map(operand -> ((Operand.Streamed) operand).stream())
                .toList();
        List<Integer> given = all.stream()
                .filter(Operand.Fixed.class::isInstance)
                .map(operand -> ((Operand.Fixed) operand).tensor())
                .filter(tensor -> tensor != Operator.ABSENT
                        && !main.tensor(tensor).isConstant()
                        && producerOf(main, tensor).isEmpty())
                .toList();
        return new LoopValues(streams, given);
    }

    /** The operator that computes a tensor of constants alone, such as one that unpacks weights: it belongs into the loop, where the runtime computes it once. */
    Optional<Operator> producer(Subgraph main, int tensor) {
        return producerOf(main, tensor);
    }

    private static Optional<Operator> producerOf(Subgraph main, int tensor) {
        return main.tensor(tensor).isConstant()
                ? Optional.empty()
                : main.operators().stream()
                        .filter(operator -> operator.outputs().equals(Ints.of(tensor)))
                        .filter(operator -> operator.inputs().stream()
                                .allMatch(input -> main.tensor(input).isConstant()))
                        .findFirst();
    }

    /** A sequence as (batch, blocks, steps of a block x values). */
    Tensor blocks(Subgraph main, Steps steps, Stream stream, int block) {
        Tensor source = main.tensor(stream.source());
        int length = length(main, steps, stream);
        return Tensor.activation(
                        "sequence",
                        source.type(),
                        Ints.of(source.dynamicShape().get(0), steps.count() / block, block * length))
                .withQuantization(source.quantization());
    }

    /** Values of a step. */
    int length(Subgraph main, Steps steps, Stream stream) {
        for (int index = 0; index < steps.length(); index++) {
            int position = steps.operands().get(index).indexOf(new Operand.Streamed(stream));
            if (position >= 0) {
                int part = main.operators().get(steps.first() + index).inputs().get(position);
                return main.tensor(part).shape().get(1);
            }
        }
        throw new IllegalArgumentException("No step takes a part of " + stream);
    }

    /** What the steps of the loop put together: (batch, steps, values). */
    Tensor sequence(Subgraph main, Steps steps, Packed packed) {
        Tensor made = main.tensor(main.operators()
                .get(steps.first() + packed.place().operator())
                .outputs()
                .get(packed.place().output()));
        return Tensor.activation(
                        "outputs",
                        made.type(),
                        Ints.of(
                                made.dynamicShape().get(0),
                                steps.count(),
                                made.shape().get(1)))
                .withQuantization(made.quantization());
    }
}
