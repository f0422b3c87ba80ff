// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void wordsAfterTwoDashesAreGroupsOfTheirOwn() {
        Arguments arguments = Arguments.of("it", List.of("3", "--", "ls", "-l", "--", "pwd"));

        assertThat(arguments.words()).containsExactly("3");
        assertThat(arguments.groups()).containsExactly(List.of("ls", "-l"), List.of("pwd"));
    }

    @Test
    void aNumberThatIsLeftOutIsTheUsualOne() {
        Arguments arguments = Arguments.of("it", List.of("3"));

        assertThat(arguments.number(0, 9)).isEqualTo(3);
        assertThat(arguments.number(1, 9)).isEqualTo(9);
    }

    @Test
    void whatIsNoNumberOrNoFileIsRefusedWithTheUsage() {
        Arguments arguments = Arguments.of("bench ROUNDS", List.of("many", "0", "2.5"));

        assertThatThrownBy(() -> arguments.number(0, 1)).hasMessage("many is not a number; usage: bench ROUNDS");
        assertThatThrownBy(() -> arguments.number(1, 1)).hasMessageContaining("0 is not a whole number of at least 1");
        assertThatThrownBy(() -> arguments.number(2, 1)).hasMessageContaining("2.5 is not a whole number");
        assertThatThrownBy(() -> arguments.path(0, "model")).hasMessageContaining("the model many does not exist");
        assertThatThrownBy(() -> arguments.path(3, "model")).hasMessageContaining("which model?");
    }
}
