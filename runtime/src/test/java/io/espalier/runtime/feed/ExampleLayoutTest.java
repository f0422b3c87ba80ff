// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleLayoutTest {
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(Ints.of(1, 12, 12, 3), List.of(12, 12, 3), true),
                Arguments.of(Ints.of(1, 12, 12, 3), List.of(432), true),
                Arguments.of(Ints.of(1, 12, 12, 3), List.of(3, 12, 12), false),
                Arguments.of(Ints.of(1, 12, 12, 3), List.of(12, 36), false),
                Arguments.of(Ints.of(-1, 28, 28, 1), List.of(28, 28), true),
                Arguments.of(Ints.of(-1, 784), List.of(28, 28), true),
                Arguments.of(Ints.of(-1, 784), List.of(28, 27), false),
                Arguments.of(Ints.of(8, 5), List.of(8, 5), true));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void examplesOfTheSameShapeFitAndFlatOnes(Ints input, List<Integer> example, boolean fits) {
        Tensor tensor = Tensor.activation("x", TensorType.FLOAT32, input);

        assertThat(ExampleLayout.of(tensor, example).isPresent()).isEqualTo(fits);
    }
}
