// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.Tensor.VariantElement;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.tensor.ValueRange;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TensorTest {
    private static final RecordComponent[] COMPONENTS = Tensor.class.getRecordComponents();
    private static final List<Object> VALUES = List.of(
            "weights",
            TensorType.FLOAT32,
            Ints.of(1),
            Ints.EMPTY,
            Buffer.ofInts(1),
            Quantization.NONE,
            Optional.empty(),
            false,
            false,
            List.of(),
            0L,
            TrainedValues.NONE);
    private static final List<Object> OTHERS = List.of(
            "other",
            TensorType.INT32,
            Ints.of(2),
            Ints.of(-1),
            Buffer.ofInts(2),
            Quantization.perTensor(0.5f, 3),
            Optional.of(new Sparsity(Ints.EMPTY, Ints.EMPTY, List.of())),
            true,
            true,
            List.of(new VariantElement(Ints.EMPTY, TensorType.FLOAT32, true)),
            7L,
            TrainedValues.of(new ValueRange(0, 1)));

    @Test
    void tensorsAreEqualIfAllTheirComponentsAre() throws ReflectiveOperationException {
        Tensor tensor = tensor(VALUES.toArray());

        assertThat(tensor(VALUES.toArray())).isEqualTo(tensor).hasSameHashCodeAs(tensor);
        for (int i = 0; i < COMPONENTS.length; i++) {
            Object[] changed = VALUES.toArray();
            changed[i] = OTHERS.get(i);
            assertThat(tensor(changed)).as(COMPONENTS[i].getName()).isNotEqualTo(tensor);
        }
    }

    private static Tensor tensor(Object... components) throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Tensor.class.getConstructor(types).newInstance(components);
    }
}
