// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a node, one after the other. */
final class Attributes {
    private final Map<String, AttrValue> values = new LinkedHashMap<>();

    /** Of a node whose type {@code T} this is. */
    static Attributes ofType(DataType type) {
        return new Attributes().with("T", type);
    }

    Attributes with(String key, DataType type) {
        return with(key, new AttrValue.Type(type));
    }

    Attributes with(String key, long number) {
        return with(key, new AttrValue.Whole(number));
    }

    Attributes with(String key, float number) {
        return with(key, new AttrValue.Real(number));
    }

    Attributes with(String key, boolean flag) {
        return with(key, new AttrValue.Flag(flag));
    }

    Attributes with(String key, String text) {
        return with(key, AttrValue.of(text));
    }

    Attributes with(String key, TensorShape shape) {
        return with(key, new AttrValue.Shaped(shape));
    }

    Attributes with(String key, ConstantTensor tensor) {
        return with(key, new AttrValue.Constant(tensor));
    }

    Attributes with(String key, List<Integer> numbers) {
        return with(key, AttrValue.of(numbers));
    }

    Attributes withTypes(String key, List<DataType> types) {
        return with(
                key,
                new AttrValue.Items(
                        types.stream().<AttrValue>map(AttrValue.Type::new).toList()));
    }

    Attributes with(String key, AttrValue value) {
        values.put(key, value);
        return this;
    }

    Attributes without(String key) {
        values.remove(key);
        return this;
    }

    Map<String, AttrValue> values() {
        return values;
    }
}
