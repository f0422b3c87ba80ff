// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for groups of steps that make the arena small. It begins with every step alone, and again and again joins those neighbours that save
 * most; of equal savings, the fewest.
 */
final class Grouping {
    private static final int MOST_STEPS = 16;

    private final Usage usage;

    Grouping(Usage usage) {
        this.usage = usage;
    }

    Arena smallest() {
        List<Group> groups = new ArrayList<>();
        List<Step> steps = usage.program().steps();
        for (int number = 0; number < steps.size(); number++) {
            groups.add(Group.alone(number, steps.get(number)));
        }
        Arena best = Arena.of(usage, groups);
        Optional<Arena> better = better(best);
        while (better.isPresent()) {
            best = better.get();
            better = better(best);
        }
        return best;
    }

    private Optional<Arena> better(Arena known) {
        Arena best = known;
        for (int length = 2; length <= MOST_STEPS; length++) {
            for (int start = 0; start + length <= known.groups().size(); start++) {
                int first = known.groups().get(start).first();
                int last = known.groups().get(start + length - 1).last();
                Optional<Group> joined = Group.of(usage, first, last);
                if (joined.isPresent()) {
                    List<Group> groups = new ArrayList<>(known.groups().subList(0, start));
                    groups.add(joined.get());
                    groups.addAll(known.groups()
                            .subList(start + length, known.groups().size()));
                    Arena arena = Arena.of(usage, groups);
                    best = arena.bytes() < best.bytes() ? arena : best;
                }
            }
        }
        return best == known ? Optional.empty() : Optional.of(best);
    }
}
