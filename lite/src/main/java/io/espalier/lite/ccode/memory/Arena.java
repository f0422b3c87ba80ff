// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Flow;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.memory.BufferRequest;
import io.espalier.lite.memory.GreedyPlanner;
import io.espalier.lite.memory.Lifetime;
import io.espalier.lite.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where everything lies while a program runs.
 *
 * @param groups all steps, in their order
 * @param offsets of the tensors in the arena, by their roots, in bytes
 * @param scratch of the memory that the steps of a group use while they run, by the group's first step
 * @param bytes of the arena
 * @param requested the bytes of all buffers together, whenever they are needed
 * @param callees the memory of the subgraphs that steps run, by their names: a part of the step's own
 */
public record Arena(
        List<Group> groups,
        Map<Integer, Integer> offsets,
        Map<Integer, Integer> scratch,
        int bytes,
        long requested,
        Map<String, Arena> callees) {
    private static final int ALIGNMENT = 8;

    public Arena {
        groups = List.copyOf(groups);
        offsets = Map.copyOf(offsets);
        scratch = Map.copyOf(scratch);
        callees = Map.copyOf(callees);
    }

    /** The smallest arena that was found: steps run row by row, one behind the other, wherever that saves memory. */
    public static Arena of(Program program) {
        Map<String, Arena> callees = new HashMap<>();
        List<Step> steps = program.steps().stream()
                .map(step -> step.flow()
                        .map(flow -> step.withScratch(bytes(flow, callees)))
                        .orElse(step))
                .toList();
        Arena arena = new Grouping(new Usage(program.with(steps))).smallest();
        return new Arena(arena.groups, arena.offsets, arena.scratch, arena.bytes, arena.requested, callees);
    }

    /** What subgraphs need: the results that must not overwrite arguments, then the memory of each while it runs. */
    private static int bytes(Flow flow, Map<String, Arena> callees) {
        int most = 0;
        for (Callee callee : flow.callees()) {
            Arena arena = of(callee.program());
            callees.put(callee.name(), arena);
            most = Math.max(most, arena.bytes);
        }
        if (flow instanceof Flow.Loop loop) {
            Arena body = Objects.requireNonNull(callees.get(loop.body().name()));
            most += Twin.of(loop.body(), body).stream().mapToInt(Twin::room).sum();
        }
        return most;
    }

    /** The arena for these groups. */
    static Arena of(Usage usage, List<Group> groups) {
        return new Planning(usage, groups).plan();
    }

    private static final class Planning {
        private final Usage usage;
        private final Program program;
        private final List<Group> groups;
        private final int[] times;

        /** The tensor whose memory a tensor takes over. */
        private final Map<Integer, Integer> overwritten = new HashMap<>();

        Planning(Usage usage, List<Group> groups) {
            this.usage = usage;
            this.program = usage.program();
            this.groups = groups;
            times = new int[program.steps().size()];
            for (int time = 0; time < groups.size(); time++) {
                for (int step = groups.get(time).first();
                        step <= groups.get(time).last();
                        step++) {
                    times[step] = time;
                }
            }
        }

        Arena plan() {
            Map<Integer, BufferRequest> buffers = new LinkedHashMap<>();
            for (Group group : groups) {
                for (Step step : group.steps()) {
                    int root = program.root(step.output());
                    if (usage.isInArena(root)) {
                        takeOver(group, step, root);
                        BufferRequest request = new BufferRequest(bytes(group, step, root), lifetime(root));
                        buffers.merge(owner(root), request, Planning::together);
                    }
                }
            }
            List<BufferRequest> requests = new ArrayList<>(buffers.values());
            for (int time = 0; time < groups.size(); time++) {
                int most = groups.get(time).steps().stream()
                        .mapToInt(Step::scratch)
                        .max()
                        .orElse(0);
                requests.add(new BufferRequest(most, Lifetime.during(time)));
            }
            return place(List.copyOf(buffers.keySet()), requests);
        }

        private static BufferRequest together(BufferRequest one, BufferRequest other) {
            return new BufferRequest(
                    Math.max(one.bytes(), other.bytes()),
                    one.lifetime().with(other.lifetime().last()));
        }

        private Arena place(List<Integer> tensors, List<BufferRequest> requests) {
            MemoryPlan plan = GreedyPlanner.plan(requests, ALIGNMENT);
            Map<Integer, Integer> offsets = new HashMap<>();
            for (int index = 0; index < tensors.size(); index++) {
                offsets.put(tensors.get(index), Math.toIntExact(plan.offset(index)));
            }
            program.steps().stream()
                    .map(step -> program.root(step.output()))
                    .filter(usage::isInArena)
                    .forEach(root -> offsets.put(root, Objects.requireNonNull(offsets.get(owner(root)))));
            Map<Integer, Integer> scratch = new HashMap<>();
            for (int time = 0; time < groups.size(); time++) {
                scratch.put(groups.get(time).first(), Math.toIntExact(plan.offset(tensors.size() + time)));
            }
            long requested = requests.stream().mapToLong(BufferRequest::bytes).sum();
            return new Arena(groups, offsets, scratch, Math.toIntExact(plan.bytes()), requested, Map.of());
        }

        /** A step alone may write where an input is that nobody needs afterwards. */
        private void takeOver(Group group, Step step, int root) {
            for (int position : step.inPlace()) {
                int input = program.root(step.inputs().get(position));
                boolean free = !group.isStream()
                        && !overwritten.containsValue(input)
                        && usage.isInArena(input)
                        && usage.endsAt(input, group.first())
                        && program.bytes(input) == program.bytes(root);
                if (free && !overwritten.containsKey(root)) {
                    overwritten.put(root, input);
                }
            }
        }

        private int owner(int root) {
            int owner = root;
            while (overwritten.containsKey(owner)) {
                owner = overwritten.get(owner);
            }
            return owner;
        }

        private int bytes(Group group, Step step, int root) {
            Integer kept = group.kept().get(root);
            int whole = program.bytes(root);
            return kept == null ? whole : whole / step.rows().orElseThrow().rows() * kept;
        }

        private Lifetime lifetime(int root) {
            int written = times[usage.writer(root)];
            List<Integer> readers = usage.readers(root);
            return new Lifetime(written, readers.isEmpty() ? written : times[readers.get(readers.size() - 1)]);
        }
    }
}
