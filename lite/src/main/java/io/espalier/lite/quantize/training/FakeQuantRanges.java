// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.training;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes FAKE_QUANT operators out of a graph: what they round to becomes the trained range of their input.
 *
 * <pre>
 *   a = relu(x)                                    a = relu(x)        trained range: 0 to 6
 *   b = fake_quant(a, min 0, max 6)       {@literal ->}
 *   y = conv(b, ...)                               y = conv(a, ...)
 * </pre>
 */
public final class FakeQuantRanges {
    private FakeQuantRanges() {}

    /** The graph without FAKE_QUANT of computed tensors; the same graph if it has none. */
    public static Graph of(Graph graph) {
        Subgraph main = graph.main();
        if (main.operators().stream().noneMatch(operator -> isActivation(main, operator))) {
            return graph;
        }
        int[] place = IntStream.range(0, main.tensors().size()).toArray();
        Subgraph taken = taken(main, place);
        List<Signature> signatures = graph.signatures().stream()
                .map(signature -> signature.subgraph() == 0 ? moved(signature, place) : signature)
                .toList();
        return graph.withMain(taken).withSignatures(signatures);
    }

    private static Signature moved(Signature signature, int[] place) {
        List<NamedTensor> outputs = signature.outputs().stream()
                .map(output -> new NamedTensor(output.name(), place[output.tensor()]))
                .toList();
        return new Signature(signature.key(), signature.inputs(), outputs, signature.subgraph());
    }

    private static boolean isActivation(Subgraph subgraph, Operator operator) {
        return operator.is(BuiltinOperator.FAKE_QUANT)
                && !subgraph.tensor(operator.inputs().get(0)).isConstant();
    }

    /** @param place for each tensor, the one that takes its place; filled here */
    private static Subgraph taken(Subgraph subgraph, int[] place) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> kept = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            Operator moved = operator.withInputs(Ints.of(operator.inputs().stream()
                    .map(input -> input == Operator.ABSENT ? input : place[input])
                    .toArray()));
            if (isActivation(subgraph, operator)) {
                int input = moved.inputs().get(0);
                place[operator.outputs().get(0)] = input;
                tensors.set(input, tensors.get(input).withTrained(TrainedValues.of(range(operator.options()))));
            } else {
                kept.add(moved);
            }
        }
        Ints outputs =
                Ints.of(subgraph.outputs().stream().map(output -> place[output]).toArray());
        return subgraph.with(tensors, subgraph.inputs(), outputs, kept);
    }

    /**
     * The range, moved by half a step where zero lies in the middle of two: TensorFlow rounds up among unsigned integers, which is not what rounding
     * among signed ones gives.
     */
    private static ValueRange range(Options options) {
        float min = options.real("min");
        float max = options.real("max");
        int first = options.flag("narrow_range") ? 1 : 0;
        int last = (1 << options.integer("num_bits")) - 1;
        double scale = ((double) max - min) / (last - first);
        double zero = first - min / scale;
        boolean isBetween = zero - Math.floor(zero) == 0.5;
        double place = Math.ceil(zero);
        return isBetween
                ? new ValueRange((float) ((first - place) * scale), (float) ((last - place) * scale))
                : new ValueRange(min, max);
    }
}
