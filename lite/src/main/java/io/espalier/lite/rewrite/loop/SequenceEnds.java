// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.rewrite.loop.Steps.Packed;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where sequences are taken apart and put together for steps of which most are in a loop by now. */
final class SequenceEnds {
    /** More outputs of an UNPACK are not replaced by slices. */
    private static final int MOST_SLICES = 8;

    private final Steps steps;
    private final Workpiece changed;
    private final Set<Integer> used = new HashSet<>();

    SequenceEnds(Subgraph main, Steps steps, Workpiece changed) {
        this.steps = steps;
        this.changed = changed;
        main.outputs().stream().forEach(used::add);
        steps.starts().values().forEach(used::add);
        for (int index = 0; index < main.operators().size(); index++) {
            if (index < steps.first() || index >= steps.end()) {
                main.operators().get(index).inputs().stream().forEach(used::add);
            }
        }
    }

    /** A slice for each output that something outside of the loop uses, if these are few. */
    void unpack(Operator unpack) {
        Ints outputs = unpack.outputs();
        Ints shape = changed.tensor(unpack.inputs().get(0)).dynamicShape();
        List<Integer> parts = new ArrayList<>();
        for (int part = 0; part < outputs.size(); part++) {
            if (used.contains(outputs.get(part))) {
                parts.add(part);
            }
        }
        if (parts.size() == outputs.size()
                || parts.size() > MOST_SLICES
                || unpack.options().integer("axis") != 1
                || shape.size() != 3) {
            changed.add(unpack);
            return;
        }
        for (int part : parts) {
            int slice = changed.sliced(unpack.inputs().get(0), part, part + 1);
            changed.add(
                    BuiltinOperator.RESHAPE,
                    Options.of(OptionsTable.RESHAPE),
                    outputs.get(part),
                    slice,
                    changed.ints(shape.get(0), shape.get(2)));
        }
    }

    /** The sequence that the loop fills, with the steps before it and after it, in the place of a PACK of all steps. */
    void join(Operator pack, Packed packed, int filled) {
        int from = packed.direction() > 0 ? packed.position() : packed.position() - steps.count() + 1;
        List<Integer> parts = new ArrayList<>();
        pack(pack.inputs(), 0, from, filled, parts);
        parts.add(filled);
        pack(pack.inputs(), from + steps.count(), pack.inputs().size(), filled, parts);
        if (parts.size() == 1) {
            changed.add(
                    BuiltinOperator.RESHAPE,
                    Options.of(OptionsTable.RESHAPE),
                    pack.outputs().get(0),
                    filled,
                    changed.ints(changed.tensor(filled).dynamicShape().toArray()));
            return;
        }
        changed.add(Operator.of(
                OperatorCode.of(BuiltinOperator.CONCATENATION, 1),
                Ints.of(parts.stream().mapToInt(Integer::intValue).toArray()),
                pack.outputs(),
                Options.of(OptionsTable.CONCATENATION).with("axis", 1)));
    }

    private void pack(Ints operands, int from, int to, int filled, List<Integer> parts) {
        if (from == to) {
            return;
        }
        Ints shape = changed.tensor(filled).dynamicShape();
        int output = changed.like(filled, "sequence", shape.get(0), to - from, shape.get(2));
        int[] steps = operands.stream().skip(from).limit((long) to - from).toArray();
        changed.add(Operator.of(
                OperatorCode.of(BuiltinOperator.PACK, 1),
                Ints.of(steps),
                Ints.of(output),
                Options.of(OptionsTable.PACK).with("axis", 1).with("values_count", steps.length)));
        parts.add(output);
    }
}
