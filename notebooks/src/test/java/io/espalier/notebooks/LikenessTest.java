// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.notebooks.kernel.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {
    @Test
    void numbersMayDifferALittle() {
        assertThat(alike("22,560 bytes, accuracy 0.9100", "22,544 bytes, accuracy 0.9230"))
                .isTrue();
        assertThat(alike("22,560 bytes", "11,000 bytes")).isFalse();
        assertThat(alike("accuracy 0.9100", "accuracy 0.1100")).isFalse();
    }

    @Test
    void wordsMustBeEqualAndColumnsMayMove() {
        assertThat(alike("int8:   9 bytes", "int8:  12 bytes")).isFalse();
        assertThat(alike("int8:  99 bytes", "int8: 101 bytes")).isTrue();
        assertThat(alike("1 byte", "1 bit")).isFalse();
    }

    @Test
    void timesOfTrainingAreLeftOut() {
        assertThat(StableText.of("Epoch 1/4 - 71/71 [====] - 0s 3ms/step - loss: 0.9385"))
                .isEqualTo("Epoch 1/4 - 71/71 [====] - loss: 0.9385");
    }

    private static boolean alike(String one, String other) {
        return Likeness.alike(List.of(new Output.Printed(one)), List.of(new Output.Printed(other)));
    }
}
