// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.data.catalog.NamedDatasets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DatasetViewTest {
    private static final Dataset DIGITS =
            NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE).forTraining();

    @Test
    void examplesAreTakenAtEqualDistances() {
        Dataset sample = DIGITS.sample(100);
        int distance = DIGITS.size() / 100;

        assertThat(sample.size()).isEqualTo(100);
        assertThat(sample.name()).isEqualTo(DIGITS.name() + ", 100 of " + DIGITS.size());
        assertThat(read(sample, 0)).isEqualTo(read(DIGITS, 0));
        assertThat(read(sample, 99)).isEqualTo(read(DIGITS, 99 * distance)).isNotEqualTo(read(DIGITS, 99));
    }

    @Test
    void aSliceHasConsecutiveExamples() {
        Dataset slice = DIGITS.slice(7, 20);

        assertThat(slice.size()).isEqualTo(13);
        assertThat(slice.name()).isEqualTo(DIGITS.name() + "[7:20]");
        assertThat(read(slice, 12)).isEqualTo(read(DIGITS, 19));
        assertThat(read(slice.sample(2), 1)).isEqualTo(read(DIGITS, 13));
    }

    @Test
    void noMoreAreTakenThanThereAre() {
        assertThat(DIGITS.sample(DIGITS.size()).size()).isEqualTo(DIGITS.size());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DIGITS.sample(DIGITS.size() + 1))
                .withMessageContaining((DIGITS.size() + 1) + " examples of " + DIGITS.name());
    }

    private static ByteBuffer read(Dataset data, int index) {
        ByteBuffer features = ByteBuffer.allocate(data.features().bytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets = ByteBuffer.allocate(data.targets().bytes()).order(ByteOrder.nativeOrder());
        data.read(new int[] {index}, 0, 1, features, targets);
        return features.flip();
    }
}
