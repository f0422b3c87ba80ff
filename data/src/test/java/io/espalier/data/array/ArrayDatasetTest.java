// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayDatasetTest {
    /** Example i has the pixels (10i, 10i + 1) and the class i. */
    private final Dataset five = ArrayDataset.of("five", pixels(5), numbers(5), Scaling.UNIT, List.of());

    @Test
    void readsExamplesInTheOrderAskedFor() {
        ByteBuffer features = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
        ByteBuffer targets = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());

        five.read(new int[] {9, 3, 4, 0, 1, 2, 2, 9}, 1, 6, features, targets);

        assertThat(features.flip())
                .isEqualTo(ByteBuffer.wrap(new byte[] {30, 31, 40, 41, 0, 1, 10, 11, 20, 21, 20, 21}));
        int[] classes = new int[6];
        targets.flip().asIntBuffer().get(classes);
        assertThat(classes).containsExactly(3, 4, 0, 1, 2, 2);
    }

    @Test
    void writesBehindThePositionAndMovesIt() {
        ByteBuffer features = ByteBuffer.allocate(6).position(2);
        ByteBuffer targets = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());

        five.read(new int[] {1, 2}, 0, 2, features, targets);

        assertThat(features.array()).containsExactly(0, 0, 10, 11, 20, 21);
        assertThat(features.hasRemaining()).isFalse();
        assertThat(targets.hasRemaining()).isFalse();
    }

    @Test
    void aSliceReadsItsOwnExamples() {
        ByteBuffer features = ByteBuffer.allocate(4);
        ByteBuffer targets = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());

        five.slice(2, 4).read(new int[] {1, 0}, 0, 2, features, targets);

        assertThat(features.array()).containsExactly(30, 31, 20, 21);
    }

    @Test
    void anIndexOutsideIsRefused() {
        ByteBuffer room = ByteBuffer.allocate(100).order(ByteOrder.nativeOrder());

        assertThatThrownBy(() -> five.read(new int[] {4, 5}, 0, 2, room, room))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> five.read(new int[] {-1}, 0, 1, room, room))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void featuresAndTargetsMustBeOfTheSameNumber() {
        assertThatThrownBy(() -> ArrayDataset.of("uneven", pixels(5), numbers(4), Scaling.UNIT, List.of()))
                .hasMessage("uneven: has features for 5 examples, but targets for 4");
    }

    private static NumericArray pixels(int rows) {
        ByteBuffer data = ByteBuffer.allocateDirect(2 * rows);
        for (int row = 0; row < rows; row++) {
            data.put((byte) (10 * row)).put((byte) (10 * row + 1));
        }
        return new NumericArray(ElementType.UINT8, List.of(rows, 2), data.flip());
    }

    private static NumericArray numbers(int rows) {
        ByteBuffer data = ByteBuffer.allocateDirect(4 * rows).order(ByteOrder.nativeOrder());
        for (int row = 0; row < rows; row++) {
            data.putInt(row);
        }
        return new NumericArray(ElementType.INT32, List.of(rows), data.flip());
    }
}
