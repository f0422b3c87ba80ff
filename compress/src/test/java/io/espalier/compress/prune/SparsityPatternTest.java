// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.compress.CompressionException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks of tfmot's core/sparsity/keras/pruning_impl_test.py and pruning_utils_test.py (conformance 7.2 and 7.3). */
class SparsityPatternTest {
    private static Tensor tensor(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(shape, floats);
    }

    private static Tensor upTo(int last) {
        float[] values = new float[last];
        for (int i = 0; i < last; i++) {
            values[i] = i + 1;
        }
        return Tensor.of(Shape.of(last), values);
    }

    @Test
    void theThresholdIsTheSmallestMagnitudeThatIsKept() {
        WeightMask mask = SparsityPattern.SINGLE.mask(upTo(10), 0.200000018);

        assertThat(mask.threshold()).isEqualTo(3);
        assertThat(mask.mask().toArray()).containsExactly(0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "0.1, 90", "0.3, 70", "0.5, 50", "0.9999, 1"})
    void soManyOfAHundredAreKept(double sparsity, int kept) {
        WeightMask mask = SparsityPattern.SINGLE.mask(upTo(100), sparsity);

        assertThat(mask.mask().sparsity()).isEqualTo((100 - kept) / 100.0);
    }

    /** From conformance 7.10: halves are rounded to even, and all that is as large as the threshold is kept. */
    @ParameterizedTest
    @CsvSource({"10, 0.75, 2", "6, 0.75, 2", "2, 0.75, 1", "14, 0.75, 4"})
    void halvesAreRoundedToEven(int values, double sparsity, int kept) {
        float[] mask =
                SparsityPattern.SINGLE.mask(upTo(values), sparsity).mask().toArray();

        assertThat(mask).containsOnly(0, 1);
        assertThat(Stream.iterate(0, i -> i + 1).limit(values).filter(i -> mask[i] == 1))
                .hasSize(kept);
    }

    @Test
    void equalMagnitudesAreKeptTogether() {
        WeightMask mask = SparsityPattern.SINGLE.mask(tensor(Shape.of(4), -2, 2, 1, 2), 0.75);

        assertThat(mask.mask().toArray()).containsExactly(1, 1, 0, 1);
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                Arguments.of(
                        SparsityPattern.Pooling.AVERAGE,
                        tensor(Shape.of(4, 4), .1, .1, .2, .2, .1, .1, .2, .2, .3, .3, .4, .4, .3, .3, .4, .4)),
                Arguments.of(
                        SparsityPattern.Pooling.MAX,
                        tensor(Shape.of(4, 4), .1, 0, .2, 0, 0, -.1, 0, -.2, .3, 0, .4, 0, 0, -.3, 0, -.4)));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blocksArePooledAndKeptAsAWhole(SparsityPattern.Pooling pooling, Tensor weight) {
        WeightMask mask = SparsityPattern.blocks(2, 2, pooling).mask(weight, 0.5);

        assertThat(mask.mask().toArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void blocksAtTheEdgeAreSmallerAndCountWhatTheyHave() {
        Tensor weight = tensor(Shape.of(3, 3), 1, 1, 3, 1, 1, 3, 2, 2, 9);

        WeightMask mask =
                SparsityPattern.blocks(2, 2, SparsityPattern.Pooling.AVERAGE).mask(weight, 0.5);

        assertThat(mask.threshold()).isEqualTo(3);
        assertThat(mask.mask().toArray()).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 1);
    }

    @Test
    void blocksNeedAMatrix() {
        assertThatThrownBy(() -> SparsityPattern.blocks(2, 2, SparsityPattern.Pooling.AVERAGE)
                        .check("conv1d/kernel", Shape.of(3, 4, 5)))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'conv1d/kernel' has shape (3, 4, 5)");
        assertThatThrownBy(() -> SparsityPattern.blocks(0, 2, SparsityPattern.Pooling.MAX))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("0 x 2");
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of(
                        "dense 2:4",
                        SparsityPattern.mOfN(2, 4),
                        tensor(Shape.of(4, 2), .74, .68, -.89, -.45, -1.68, 1.24, .31, -.6),
                        new float[] {0, 1, 1, 0, 1, 1, 0, 0}),
                Arguments.of(
                        "convolution 2:4",
                        SparsityPattern.mOfN(2, 4),
                        tensor(Shape.of(1, 1, 4, 2), -.36, -.77, -.43, -.18, .12, 1.36, .77, .96),
                        new float[] {0, 0, 1, 0, 0, 1, 1, 1}),
                Arguments.of(
                        "convolution 1:2",
                        SparsityPattern.mOfN(1, 2),
                        tensor(Shape.of(1, 1, 4, 2), -.36, -.77, -.43, -.18, .12, 1.36, .77, .96),
                        new float[] {0, 1, 1, 0, 0, 1, 1, 0}),
                Arguments.of(
                        "dense 2:4, padded",
                        SparsityPattern.mOfN(2, 4),
                        tensor(Shape.of(3, 2), 1.92, -.21, -.19, .57, 1.1, -.42),
                        new float[] {1, 0, 0, 1, 1, 1}),
                Arguments.of(
                        "convolution 2:4, padded",
                        SparsityPattern.mOfN(2, 4),
                        tensor(Shape.of(1, 1, 3, 2), -.37, 1.85, .82, .07, 1.17, .5),
                        new float[] {0, 1, 1, 0, 1, 1}),
                Arguments.of(
                        "two outputs 2:4, transposed",
                        SparsityPattern.mOfN(2, 4),
                        tensor(Shape.of(4, 2), .25, .47, -1.33, .92, .43, -.13, -.11, -2.23),
                        new float[] {0, 0, 1, 1, 1, 0, 0, 1}),
                Arguments.of(
                        "two outputs 3:5, transposed",
                        SparsityPattern.mOfN(3, 5),
                        tensor(Shape.of(5, 2), 1.71, -.4, -.27, 1.12, -.3, .46, -.61, -1.12, -.19, .17),
                        new float[] {1, 0, 0, 1, 0, 0, 1, 1, 0, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void ofEachGroupOfInputsTheSmallestBecomeZero(String name, SparsityPattern pattern, Tensor weight, float[] mask) {
        assertThat(pattern.mask(weight, 0).mask().toArray()).containsExactly(mask);
        assertThat(pattern.mask(weight, 0).threshold()).isEqualTo(999);
    }

    @Test
    void eachPlaneOfAConvolutionHasGroupsOfItsOwn() {
        SplittableRandom random = new SplittableRandom(3);
        Shape shape = Shape.of(3, 3, 8, 5);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }

        WeightMask mask = SparsityPattern.mOfN(2, 4).mask(Tensor.of(shape, values), 0);

        for (int plane = 0; plane < 9; plane++) {
            for (int group = 0; group < 2; group++) {
                for (int output = 0; output < 5; output++) {
                    float kept = 0;
                    for (int input = 0; input < 4; input++) {
                        kept += mask.mask().get(((plane * 8) + group * 4 + input) * 5 + output);
                    }
                    assertThat(kept)
                            .as("plane %d, group %d, output %d", plane, group, output)
                            .isEqualTo(2);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "5, 4", "0, 4"})
    void mIsBelowN(int m, int n) {
        assertThatThrownBy(() -> SparsityPattern.mOfN(m, n))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining(m + " of " + n);
    }

    @Test
    void groupsNeedInputsAndOutputs() {
        assertThatThrownBy(() -> SparsityPattern.mOfN(2, 4).check("dense/bias", Shape.of(4)))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("'dense/bias' has shape (4)");
    }

    @Test
    void groupsOfAConvolutionOfSequencesAreItsInputs() {
        Tensor kernel = Tensor.of(Shape.of(2, 4, 1), 1, 4, 3, 2, -8, 5, 6, -7);

        assertThat(SparsityPattern.mOfN(2, 4).mask(kernel, 0.5).mask().toArray())
                .containsExactly(0, 1, 1, 0, 1, 0, 0, 1);
    }
}
