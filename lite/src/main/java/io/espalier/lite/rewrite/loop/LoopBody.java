// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.loop.Operand.Carried;
import io.espalier.lite.rewrite.loop.Operand.Fixed;
import io.espalier.lite.rewrite.loop.Operand.Inner;
import io.espalier.lite.rewrite.loop.Operand.Place;
import io.espalier.lite.rewrite.loop.Operand.Stream;
import io.espalier.lite.rewrite.loop.Operand.Streamed;
import io.espalier.lite.rewrite.loop.Steps.Packed;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a loop does each time: a block of steps. Its inputs are a counter, states, sequences by block, values from before the loop, and sequences to fill. */
final class LoopBody {
    private final Subgraph main;
    private final Steps steps;
    private final LoopValues values;
    private final int block;
    private final Workpiece body = new Workpiece(List.of());
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private final Map<Integer, Integer> fixed = new HashMap<>();
    private final Map<Stream, Integer> rows = new LinkedHashMap<>();
    private Map<Place, Integer> state = new LinkedHashMap<>();

    LoopBody(Subgraph main, Steps steps, LoopValues values, int block) {
        this.main = main;
        this.steps = steps;
        this.values = values;
        this.block = block;
    }

    Subgraph build() {
        int counter = input(Tensor.activation("i", TensorType.INT32, Ints.EMPTY));
        steps.starts().forEach((place, start) -> state.put(place, input(step(place))));
        List<Integer> sequences = values.streams().stream()
                .map(stream -> input(values.blocks(main, steps, stream, block)))
                .toList();
        values.given().forEach(tensor -> fixed.put(tensor, input(main.tensor(tensor))));
        List<Integer> filled = steps.sequences().stream()
                .map(packed -> input(values.sequence(main, steps, packed)))
                .toList();
        int next = body.add(Tensor.activation("next", TensorType.INT32, Ints.EMPTY));
        body.add(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), next, counter, body.number(1));
        for (int i = 0; i < sequences.size(); i++) {
            row(values.streams().get(i), sequences.get(i), counter);
        }
        List<Map<Place, Integer>> all = new ArrayList<>();
        for (int step = 0; step < block; step++) {
            all.add(step(step));
            state = all.get(step);
        }
        outputs.add(next);
        steps.carried().forEach(place -> outputs.add(Objects.requireNonNull(state.get(place))));
        outputs.addAll(sequences);
        values.given().forEach(tensor -> outputs.add(Objects.requireNonNull(fixed.get(tensor))));
        for (int i = 0; i < filled.size(); i++) {
            outputs.add(fill(steps.sequences().get(i), filled.get(i), counter, all));
        }
        return body.build("steps", ints(inputs), ints(outputs));
    }

    /** The block's part of a sequence. */
    private void row(Stream stream, int sequence, int counter) {
        int place = counter;
        if (stream.direction() < 0) {
            place = body.add(Tensor.activation("back", TensorType.INT32, Ints.EMPTY));
            int last = body.number(steps.count() / block - 1);
            body.add(BuiltinOperator.SUB, Options.of(OptionsTable.SUB), place, last, counter);
        }
        Ints shape = body.tensor(sequence).dynamicShape();
        int row = body.like(sequence, "block", shape.get(0), shape.get(2));
        body.add(BuiltinOperator.GATHER, Options.of(OptionsTable.GATHER).with("axis", 1), row, sequence, place);
        rows.put(stream, row);
    }

    private Map<Place, Integer> step(int step) {
        Map<Place, Integer> made = new HashMap<>();
        Map<Stream, Integer> parts = new HashMap<>();
        for (int index = 0; index < steps.length(); index++) {
            Operator operator = main.operators().get(steps.first() + step * steps.length() + index);
            int[] operands = steps.operands().get(index).stream()
                    .mapToInt(operand -> operand(operand, step, made, parts))
                    .toArray();
            int[] results = operator.outputs().stream()
                    .map(output -> body.add(main.tensor(output)))
                    .toArray();
            for (int output = 0; output < results.length; output++) {
                made.put(new Place(index, output), results[output]);
            }
            body.add(operator.withInputs(Ints.of(operands)).withOutputs(Ints.of(results)));
        }
        return made;
    }

    private int operand(Operand operand, int step, Map<Place, Integer> made, Map<Stream, Integer> parts) {
        if (operand instanceof Inner inner) {
            return Objects.requireNonNull(made.get(inner.place()));
        }
        if (operand instanceof Carried carried) {
            return Objects.requireNonNull(state.get(carried.place()));
        }
        if (operand instanceof Streamed streamed) {
            return parts.computeIfAbsent(streamed.stream(), stream -> part(stream, step));
        }
        return fixed(((Fixed) operand).tensor());
    }

    private int part(Stream stream, int step) {
        int row = Objects.requireNonNull(rows.get(stream));
        int length = body.tensor(row).shape().get(1) / block;
        int place = stream.direction() > 0 ? step : block - 1 - step;
        return block == 1 ? row : body.sliced(row, place * length, (place + 1) * length);
    }

    private int fixed(int tensor) {
        if (tensor == Operator.ABSENT) {
            return tensor;
        }
        Integer known = fixed.get(tensor);
        if (known != null) {
            return known;
        }
        int copy = body.add(main.tensor(tensor));
        values.producer(main, tensor).ifPresent(operator -> {
            int[] operands = operator.inputs().stream().map(this::fixed).toArray();
            body.add(operator.withInputs(Ints.of(operands)).withOutputs(Ints.of(copy)));
        });
        fixed.put(tensor, copy);
        return copy;
    }

    private int fill(Packed packed, int sequence, int counter, List<Map<Place, Integer>> all) {
        int[] parts = new int[block];
        for (int step = 0; step < block; step++) {
            parts[packed.direction() > 0 ? step : block - 1 - step] =
                    Objects.requireNonNull(all.get(step).get(packed.place()));
        }
        Ints shape = body.tensor(sequence).dynamicShape();
        int update = body.like(sequence, "made", shape.get(0), block, shape.get(2));
        body.add(Operator.of(
                OperatorCode.of(BuiltinOperator.PACK, 1),
                Ints.of(parts),
                Ints.of(update),
                Options.of(OptionsTable.PACK).with("axis", 1).with("values_count", block)));
        int moved = body.add(Tensor.activation("moved", TensorType.INT32, Ints.EMPTY));
        int distance = body.number(packed.direction() * block);
        body.add(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), moved, counter, distance);
        int start = moved;
        if (packed.direction() < 0) {
            start = body.add(Tensor.activation("start", TensorType.INT32, Ints.EMPTY));
            int last = body.number(steps.count() - block);
            body.add(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), start, moved, last);
        }
        int none = body.number(0);
        int starts = body.add(Tensor.activation("starts", TensorType.INT32, Ints.of(3)));
        body.add(Operator.of(
                OperatorCode.of(BuiltinOperator.PACK, 1),
                Ints.of(none, start, none),
                Ints.of(starts),
                Options.of(OptionsTable.PACK).with("values_count", 3)));
        int output = body.like(sequence, "filled", shape.toArray());
        body.add(
                BuiltinOperator.DYNAMIC_UPDATE_SLICE,
                Options.of(OptionsTable.DYNAMIC_UPDATE_SLICE),
                output,
                sequence,
                update,
                starts);
        return output;
    }

    private Tensor step(Place place) {
        int tensor =
                main.operators().get(steps.first() + place.operator()).outputs().get(place.output());
        return main.tensor(tensor).withName(main.tensor(tensor).name() + "/before");
    }

    private int input(Tensor tensor) {
        int index = body.add(tensor);
        inputs.add(index);
        return index;
    }

    private static Ints ints(List<Integer> values) {
        return Ints.of(values.stream().mapToInt(Integer::intValue).toArray());
    }
}
