// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.rewrite.loop.Operand.Place;
import io.espalier.lite.rewrite.loop.Operand.Stream;
import io.espalier.lite.rewrite.loop.Steps.Packed;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The steps of recurrent layers, which stand one after the other, as a WHILE whose body does a block of them: a much smaller file, which
 * computes exactly the same.
 *
 * <pre>
 *   s1 = step(x[1], s0)                 s = while (i &lt; 7) {
 *   s2 = step(x[2], s1)                     a = step(x[7 i + 1], s)
 *   ...                                     ...
 *   s49 = step(x[49], s48)                  s = step(x[7 i + 7], f) }
 * </pre>
 *
 * <p>Steps of integers become a loop if they have the same scales. Only the main subgraph is changed.
 */
public final class StepsAsLoop {
    /** Fewer are not worth a loop. */
    public static final int LEAST_STEPS = 8;

    private StepsAsLoop() {}

    /** The graph with a loop for each recurrent layer that may be one; the graph itself if there is none. */
    public static Graph apply(Graph graph) {
        Graph changed = graph;
        while (true) {
            List<Steps> found = new StepFinder(changed.main(), true).atLeast(LEAST_STEPS);
            if (found.isEmpty()) {
                return changed.equals(graph) ? graph : OperatorVersions.unify(Stages.run(Stages.UNUSED, changed));
            }
            changed = looped(changed, found.get(0));
        }
    }

    private static Graph looped(Graph graph, Steps all) {
        Subgraph main = graph.main();
        int block = BlockSize.of(all.count());
        int left = all.count() % block;
        Steps steps = left == 0 ? all : all.from(left, starts(main, all, left));
        LoopValues values = LoopValues.of(main, steps);
        int condition = graph.subgraphs().size();
        Subgraph body = new LoopBody(main, steps, values, block).build();
        List<Subgraph> subgraphs = new ArrayList<>(graph.subgraphs());
        subgraphs.set(0, main(main, steps, values, block, condition));
        subgraphs.add(condition(body, steps.count() / block));
        subgraphs.add(body);
        return graph.withSubgraphs(subgraphs);
    }

    private static Map<Place, Integer> starts(Subgraph main, Steps all, int step) {
        Map<Place, Integer> starts = new LinkedHashMap<>();
        all.carried().forEach(place -> starts.put(place, output(main, all.first() + (step - 1) * all.length(), place)));
        return starts;
    }

    private static int output(Subgraph main, int first, Place place) {
        return main.operators().get(first + place.operator()).outputs().get(place.output());
    }

    private static Subgraph condition(Subgraph body, int times) {
        Workpiece condition =
                new Workpiece(body.inputs().stream().mapToObj(body::tensor).toList());
        int more = condition.add(Tensor.activation("more", TensorType.BOOL, Ints.EMPTY));
        condition.add(BuiltinOperator.LESS, Options.of(OptionsTable.LESS), more, 0, condition.number(times));
        int[] inputs = new int[body.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i;
        }
        return condition.build("more", Ints.of(inputs), Ints.of(more));
    }

    private static Subgraph main(Subgraph main, Steps steps, LoopValues values, int block, int condition) {
        Workpiece changed = new Workpiece(main.tensors());
        SequenceEnds ends = new SequenceEnds(main, steps, changed);
        Map<Packed, Integer> filled = Map.of();
        for (int index = 0; index < main.operators().size(); index++) {
            Operator operator = main.operators().get(index);
            if (index == steps.first()) {
                filled = loop(main, steps, values, block, condition, changed);
            }
            if (index >= steps.first() && index < steps.end()) {
                continue;
            }
            int place = index;
            Optional<Packed> packed = filled.keySet().stream()
                    .filter(sequence -> sequence.pack() == place)
                    .findFirst();
            if (packed.isPresent()) {
                ends.join(operator, packed.get(), Objects.requireNonNull(filled.get(packed.get())));
            } else if (operator.is(BuiltinOperator.UNPACK)) {
                ends.unpack(operator);
            } else {
                changed.add(operator);
            }
        }
        return changed.build(main);
    }

    /** Adds the loop; the sequences that it fills. */
    private static Map<Packed, Integer> loop(
            Subgraph main, Steps steps, LoopValues values, int block, int condition, Workpiece changed) {
        List<Integer> operands = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        operands.add(changed.number(0));
        results.add(changed.add(Tensor.activation("loop/i", TensorType.INT32, Ints.EMPTY)));
        int last = steps.end() - steps.length();
        steps.starts().forEach((place, start) -> {
            operands.add(start);
            results.add(output(main, last, place));
        });
        for (Stream stream : values.streams()) {
            int blocks = blocks(main, steps, values, stream, block, changed);
            operands.add(blocks);
            results.add(changed.like(
                    blocks,
                    "loop/sequence",
                    changed.tensor(blocks).dynamicShape().toArray()));
        }
        for (int given : values.given()) {
            operands.add(given);
            results.add(changed.like(
                    given, "loop/given", changed.tensor(given).dynamicShape().toArray()));
        }
        Map<Packed, Integer> packs = new LinkedHashMap<>();
        for (Packed packed : steps.sequences()) {
            Ints shape = values.sequence(main, steps, packed).dynamicShape();
            int start = changed.reshaped(
                    Objects.requireNonNull(steps.starts().get(packed.place())), shape.get(0), 1, shape.get(2));
            int filled = changed.like(start, "loop/start", shape.toArray());
            int times = changed.ints(1, steps.count(), 1);
            changed.add(BuiltinOperator.TILE, Options.of(OptionsTable.TILE), filled, start, times);
            operands.add(filled);
            int sequence = changed.like(start, "loop/outputs", shape.toArray());
            results.add(sequence);
            packs.put(packed, sequence);
        }
        changed.add(Operator.of(
                OperatorCode.of(BuiltinOperator.WHILE, 1),
                ints(operands),
                ints(results),
                Options.of(OptionsTable.WHILE)
                        .with("cond_subgraph_index", condition)
                        .with("body_subgraph_index", condition + 1)));
        return packs;
    }

    private static int blocks(
            Subgraph main, Steps steps, LoopValues values, Stream stream, int block, Workpiece changed) {
        Tensor source = main.tensor(stream.source());
        int length = values.length(main, steps, stream);
        int width = source.shape().size() == 2 ? length : 1;
        int first = stream.direction() > 0 ? stream.first() : stream.first() - steps.count() + 1;
        boolean isWhole = source.shape().get(1) == steps.count() * width;
        int taken = isWhole
                ? stream.source()
                : changed.sliced(stream.source(), first * width, (first + steps.count()) * width);
        Ints shape = values.blocks(main, steps, stream, block).dynamicShape();
        return changed.reshaped(taken, shape.toArray());
    }

    private static Ints ints(List<Integer> values) {
        return Ints.of(values.stream().mapToInt(Integer::intValue).toArray());
    }
}
