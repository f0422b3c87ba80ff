// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for groups of steps that make the arena small. It begins with every step alone, and again and again joins those neighbours that save most. Where
 * several places are equally tight, joining at one of them makes the arena no smaller yet, so the bytes of all buffers together count too. In the end,
 * groups that turn out not to matter to the arena run alone again.
 */
final class Grouping {
    private static final int MOST_STEPS = 16;
    private static final Comparator<Arena> SMALLER =
            Comparator.comparingInt(Arena::bytes).thenComparingLong(Arena::requested);

    private final Usage usage;

    Grouping(Usage usage) {
        this.usage = usage;
    }

    Arena smallest() {
        List<Group> groups = alone(0, usage.program().steps().size() - 1);
        Arena best = Arena.of(usage, groups);
        Optional<Arena> better = better(best);
        while (better.isPresent()) {
            best = better.get();
            better = better(best);
        }
        return withoutNeedlessGroups(best);
    }

    private Optional<Arena> better(Arena known) {
        Arena best = known;
        for (int length = 2; length <= MOST_STEPS; length++) {
            for (int start = 0; start + length <= known.groups().size(); start++) {
                int first = known.groups().get(start).first();
                int last = known.groups().get(start + length - 1).last();
                Optional<Group> joined = Group.of(usage, first, last);
                if (joined.isPresent()) {
                    Arena arena = replaced(known, start, length, List.of(joined.get()));
                    best = SMALLER.compare(arena, best) < 0 ? arena : best;
                }
            }
        }
        return SMALLER.compare(best, known) < 0 ? Optional.of(best) : Optional.empty();
    }

    private Arena withoutNeedlessGroups(Arena known) {
        Arena best = known;
        for (Group group : known.groups()) {
            if (group.isStream()) {
                Arena apart = replaced(best, best.groups().indexOf(group), 1, alone(group.first(), group.last()));
                best = apart.bytes() <= best.bytes() ? apart : best;
            }
        }
        return best;
    }

    /** The same groups, with others in the place of some. */
    private Arena replaced(Arena known, int start, int length, List<Group> others) {
        List<Group> groups = new ArrayList<>(known.groups().subList(0, start));
        groups.addAll(others);
        groups.addAll(known.groups().subList(start + length, known.groups().size()));
        return Arena.of(usage, groups);
    }

    private List<Group> alone(int first, int last) {
        List<Group> groups = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            groups.add(Group.alone(number, usage.program().steps().get(number)));
        }
        return groups;
    }
}
