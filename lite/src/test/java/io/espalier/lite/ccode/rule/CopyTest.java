// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Constant.Whole;
import io.espalier.lite.ccode.program.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies loop over as few axes as they can. */
class CopyTest {
    @Test
    void aWholeTensorIsOneRunOfBytes() {
        View whole = View.of(Ints.of(2, 3, 4));

        Step step = Copy.step("all", 0, whole, 1, whole, 2);

        assertThat(whole(step, "run")).isEqualTo(48);
        assertThat(loops(step)).containsExactly("1", "0", "0");
    }

    @Test
    void rowsOfASliceAreRuns() {
        View from = View.of(Ints.of(2, 3, 4)).part(1, 1, 2);

        Step step = Copy.step("slice", 0, from, 1, View.of(Ints.of(2, 2, 4)), 1);

        assertThat(whole(step, "from")).isEqualTo(4);
        assertThat(whole(step, "run")).isEqualTo(8);
        assertThat(loops(step)).containsExactly("2", "12", "8");
    }

    @Test
    void axesThatAreReversedOrRepeatedHaveStepsBelowZeroAndOfZero() {
        View from = View.of(Ints.of(3, 2)).sliced(0, 2, -1, 3).repeated(0, 5);

        Step step = Copy.step("turned", 0, from, 1, View.of(Ints.of(5, 3, 2)), 1);

        assertThat(whole(step, "from")).isEqualTo(4);
        assertThat(loops(step)).containsExactly("5", "0", "6", "3", "-2", "2");
    }

    private static long whole(Step step, String field) {
        Constant value = step.fields().get(field);
        return value instanceof Whole whole ? whole.value() : -1;
    }

    private static List<String> loops(Step step) {
        return step.fields().get("loops") instanceof Table table ? table.elements() : List.of();
    }
}
